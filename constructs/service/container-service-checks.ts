import { Problems } from '../shared/problems';
import type { ContainerServiceProps } from './container-service';
import { checkImage } from './image-reference';
import { holdsSecret, isSecretName } from './secret-like';
import { checkRange, checkRoute } from './service-target';

/** Memory in MiB that Fargate offers with a CPU share: from, to, and the step between. */
const FARGATE_MEMORY: Readonly<Record<number, readonly [number, number, number]>> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16384, 1024],
  4096: [8192, 30720, 1024],
  8192: [16384, 61440, 4096],
  16384: [32768, 122880, 8192],
};
const MAX_STOP_SECONDS = 120;
const MAX_DEPLOYMENT_ALARMS = 10;

/**
 * Refuses properties that would not deploy, or would weaken what the service promises.
 *
 * @throws InvalidInputError that lists every problem
 */
export function checkContainerService(path: string, props: ContainerServiceProps): void {
  const problems = new Problems(`ContainerService '${path}'`);
  checkImage(problems, 'image', props.image);
  checkRoute(problems, props.route);
  checkRange(problems, 'minTasks', props.minTasks ?? 2, 'maxTasks', props.maxTasks ?? 10);
  checkSize(problems, props);
  checkConfinement(problems, props);
  checkEnvironment(problems, props);
  const { stopTimeout, deploymentAlarmNames = [], targetCpuPercent = 60, requestsPerTask = 1000 } = props;
  problems.require(!stopTimeout || stopTimeout.toSeconds() <= MAX_STOP_SECONDS, 'stopTimeout', stopTimeout?.toString(), `Give at most ${MAX_STOP_SECONDS} seconds: Fargate ends a task by force then.`);
  problems.require(deploymentAlarmNames.length <= MAX_DEPLOYMENT_ALARMS, 'deploymentAlarmNames', deploymentAlarmNames.length, `Give at most ${MAX_DEPLOYMENT_ALARMS}.`);
  problems.require(targetCpuPercent >= 10 && targetCpuPercent <= 90, 'targetCpuPercent', targetCpuPercent, 'Give 10 to 90.');
  problems.require(requestsPerTask >= 1, 'requestsPerTask', requestsPerTask, 'Give 1 or more.');
  problems.throwIfAny();
}

function checkSize(problems: Problems, props: ContainerServiceProps): void {
  const cpu = props.cpuUnits ?? 512;
  const memory = props.memory?.toMebibytes() ?? 1024;
  const offer = FARGATE_MEMORY[cpu];
  if (!offer) {
    problems.require(false, 'cpuUnits', cpu, `Give one of ${Object.keys(FARGATE_MEMORY).join(', ')}.`);
    return;
  }
  const [from, to, step] = offer;
  const fits = memory >= from && memory <= to && ((memory - from) % step === 0 || (cpu === 256 && memory === 1024));
  problems.require(fits && !(cpu === 256 && memory === 1536), 'memory', `${memory} MiB`, `Give ${from} to ${to} MiB in steps of ${cpu === 256 ? 'a doubling' : `${step} MiB`}: Fargate offers no other size with ${cpu} CPU units.`);
  const port = props.containerPort ?? 8443;
  problems.require(Number.isInteger(port) && port >= 1024 && port <= 65535, 'containerPort', port, 'Give a port from 1024 to 65535: without capabilities the process cannot open a lower one.');
}

function checkConfinement(problems: Problems, props: ContainerServiceProps): void {
  const { user = '65532', writablePaths = [] } = props;
  problems.require(/^[1-9]\d*(:[1-9]\d*)?$/.test(user), 'user', user, 'Give a numeric user other than 0, and a group other than 0 after a colon: root is refused, and a name would have to be looked up in the image.');
  writablePaths.forEach((path, index) => {
    problems.require(/^(\/[^/]+)+$/.test(path), `writablePaths[${index}]`, path, 'Give an absolute path below the root, e.g. /tmp.');
  });
}

function checkEnvironment(problems: Problems, props: ContainerServiceProps): void {
  const mend = 'Put it into Secrets Manager and name it under secrets: an environment variable is readable by everybody who may describe the task.';
  const { environment = {}, secrets = {} } = props;
  for (const [name, value] of Object.entries(environment)) {
    // The value is withheld from the message: it would end up in a build log.
    problems.require(!isSecretName(name), `environment.${name}`, 'a name that says secret', mend);
    problems.require(!holdsSecret(value), `environment.${name}`, 'a value that holds a key or password', mend);
    problems.require(!(name in secrets), `environment.${name}`, 'a name that secrets has too', 'Name it once.');
  }
}
