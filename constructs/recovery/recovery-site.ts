import type { Problems } from '../shared/problems';

/** What one region has of an environment that can move between two. */
export interface RecoverySite {
  /** The region. */
  readonly region: string;

  /** ARN of its cluster of the global database. */
  readonly databaseArn: string;

  /** Name of its ECS cluster. */
  readonly clusterName: string;

  /** Name of its ECS service. */
  readonly serviceName: string;

  /** Tasks that run there while customers work there: the least that its scaling goes down to. */
  readonly tasks: number;

  /** Tasks that it may grow to. */
  readonly maxTasks: number;

  /** Tasks that run there while customers work in the other region. */
  readonly standbyTasks: number;

  /** ARN of the target group that the load balancer there sends requests to. */
  readonly targetGroupArn: string;
}

/** Records what is wrong with a region that an environment moves to or from. */
export function checkSite(problems: Problems, path: string, site: RecoverySite): void {
  const numbers = (name: 'tasks' | 'maxTasks' | 'standbyTasks', least: number, why: string) => problems.require(Number.isInteger(site[name]) && site[name] >= least, `${path}.${name}`, site[name], why);
  problems.require(/^[a-z]{2}(-[a-z]+)+-\d$/.test(site.region), `${path}.region`, site.region, 'Write the name of a region, e.g. eu-west-1.');
  problems.require(new RegExp(`^arn:[^:]+:rds:${site.region}:[^:]+:cluster:[a-z].*$`).test(site.databaseArn), `${path}.databaseArn`, site.databaseArn, `Write the ARN of a cluster in ${site.region}.`);
  problems.require(new RegExp(`^arn:[^:]+:elasticloadbalancing:${site.region}:[^:]+:targetgroup/.+$`).test(site.targetGroupArn), `${path}.targetGroupArn`, site.targetGroupArn, `Write the ARN of a target group in ${site.region}.`);
  numbers('standbyTasks', 1, 'Write 1 or more: a region without a task is not well when it is needed.');
  numbers('tasks', 2, 'Write 2 or more: one is lost with its zone.');
  numbers('maxTasks', site.tasks, `Write ${site.tasks} (tasks) or more.`);
}
