import { CfnElement } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { Finding } from '../judge';
import { isMap } from '../template';

/** Construct paths of what was judged. The templates' own path metadata is read first: resolving ids again costs more than judging. */
export class ConstructPaths {
  private resolved?: ReadonlyMap<string, string>;

  constructor(private readonly scope: IConstruct) {}

  /** Path of a finding's resource, output or parameter. */
  public of(finding: Finding): string {
    const { template, logicalId, verdict } = finding;
    const body = template.section('Resources')[logicalId];
    const written = isMap(body) && isMap(body.Metadata) ? body.Metadata['aws:cdk:path'] : undefined;
    if (typeof written === 'string') {
      return written;
    }
    // A good output is found by its logical id; only what is acknowledged or reported has to be found in the tree.
    const stands = verdict.kind === 'compliant' || verdict.kind === 'not-applicable';
    const fallback = `${template.source.name}/${logicalId}`;
    return !isMap(body) && stands ? fallback : this.inTree().get(`${template.source.name} ${logicalId}`) ?? fallback;
  }

  private inTree(): ReadonlyMap<string, string> {
    this.resolved ??= new Map(this.scope.node.findAll().filter((node): node is CfnElement => CfnElement.isCfnElement(node))
      .map((element) => [`${element.stack.node.path} ${String(element.stack.resolve(element.logicalId))}`, element.node.path]));
    return this.resolved;
  }
}
