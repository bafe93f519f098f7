import { isMap } from '../../template';
import { nearest } from '../near';
import { approvalsOf } from './approvals';
import { matches, patternOf } from './glob';
import type { AccessModel, Endpoint, Object_, Principal } from './model';

/** Actions about an object of a bucket, not about the bucket. */
const ABOUT_OBJECTS = /^s3:(?!.*Bucket).*(Object|MultipartUpload)/i;

/** What somebody wrote, or what is wrong with it. */
export type Resolved<T> = { readonly found: T } | { readonly problem: string };

/** Finds principals and resources by what people call them: ARNs, construct paths, account numbers, services. */
export class Directory {
  private readonly byPath = new Map<string, string[]>();
  private readonly titles = new Map<string, string>();

  /** @param paths construct paths beyond those in the templates, by `<template>/<logical id>` */
  constructor(private readonly model: AccessModel, paths: ReadonlyMap<string, string> = new Map()) {
    for (const template of model.set.templates) {
      for (const logicalId of template.logicalIds) {
        const key = `${template.source.name}/${logicalId}`;
        const body = template.section('Resources')[logicalId];
        const metadata = isMap(body) && isMap(body.Metadata) ? body.Metadata['aws:cdk:path'] : undefined;
        const path = paths.get(key) ?? (typeof metadata === 'string' ? metadata : undefined);
        const title = path?.replace(/\/Resource$/, '');
        this.titles.set(key, title ?? key);
        [path, title, key, logicalId].forEach((name) => this.note(name, key));
      }
    }
  }

  /** Who is meant by a text. */
  public principal(text: string): Resolved<Principal> {
    if (text === 'internet') {
      return { found: { kind: 'anonymous' } };
    }
    if (/^\d{12}$/.test(text)) {
      return { found: { kind: 'account', account: text } };
    }
    if (text.startsWith('service:')) {
      const name = text.slice('service:'.length);
      return /^[a-z0-9.-]+\.amazon(aws)?\.com$/.test(name) ? { found: { kind: 'service', name } } : { problem: `'${name}' is no name of a service; write one such as service:lambda.amazonaws.com` };
    }
    return text.startsWith('arn:') ? this.principalByArn(text) : this.identityByPath(text);
  }

  private principalByArn(arn: string): Resolved<Principal> {
    const [, account, kind, name] = /^arn:[^:]*:(?:iam|sts)::(\d{12}):(root$|role\/|user\/|assumed-role\/|saml-provider\/|oidc-provider\/)(.*)$/.exec(arn) ?? [];
    if (account === undefined || (kind !== 'root' && name === '')) {
      return { problem: `'${arn}' is no ARN of a principal; write a role's, a user's, a session's, an identity provider's or an account's root` };
    }
    if (kind === 'root') {
      return { found: { kind: 'root', account } };
    }
    if (kind.endsWith('provider/')) {
      return { found: { kind: 'federated', provider: arn } };
    }
    const session = kind === 'assumed-role/' ? arn : undefined;
    const wanted = session === undefined ? arn : `arn:aws:iam::${account}:role/${name.split('/')[0]}`;
    const found = this.model.identities.filter((identity) => matches(patternOf(wanted, 'text'), session === undefined ? identity.arn : identity.arn.replace(/:role\/.*\//, ':role/')) !== false);
    if (found.length > 1) {
      return { problem: `'${arn}' can be any of ${found.map((identity) => this.model.names.tell(identity.arn)).join(', ')}` };
    }
    // The role of a grant is made when it is approved: no template has it, and each has the policy that it gets.
    const grant = session === undefined ? approvalsOf(this.model).find((approval) => approval.account === account && name.startsWith(`grants/${approval.access}/`)) : undefined;
    return found.length === 1 ? { found: { kind: 'identity', identity: found[0], session } } : grant ? { found: { kind: 'identity', identity: { ...grant.role, arn } } }
      : /[*?]/.test(arn) ? { problem: `no role or user of the templates matches '${arn}'` } : { found: { kind: 'stranger', arn: wanted } };
  }

  private identityByPath(path: string): Resolved<Principal> {
    const of = (key: string) => this.model.identities.filter((identity) => `${identity.template.source.name}/${identity.logicalId}` === key);
    const several = (this.byPath.get(path) ?? []).map(of).find(({ length }) => length > 1);
    return several ? { problem: `'${path}' is a role in each of several accounts; write which: ${several.map(({ arn }) => this.model.names.tell(arn)).join(', ')}` }
      : this.one(path, 'role or user', (key) => of(key)[0], (identity): Principal => ({ kind: 'identity', identity }));
  }

  /** What is meant by a text: the resource, and the ARNs that an action on it can be about. */
  public resource(text: string, action: string): Resolved<{ readonly resource: Object_; readonly within: readonly string[] }> {
    if (text === '*') {
      return { found: { resource: this.model.object('*'), within: ['*'] } };
    }
    if (text.startsWith('arn:')) {
      return text.split(':').length < 6 ? { problem: `'${text}' is no ARN` } : { found: this.byArn(text, action) };
    }
    const [, path, inside] = /^(.+?)(\/\*)?$/.exec(text) ?? [];
    return this.one(path, 'resource that can have a policy', (key) => this.model.targets.find((target) => `${target.template.source.name}/${target.logicalId}` === key),
      (target) => ({ resource: this.model.objectOf(target), within: [insideOf(target.arn, action, inside ?? '')] }));
  }

  /** Which VPC endpoint is meant by a text. */
  public endpoint(text: string): Resolved<Endpoint> {
    const { endpoints } = this.model;
    return this.one(text, 'VPC endpoint', (key) => endpoints.find(({ template, logicalId }) => `${template.source.name}/${logicalId}` === key), (found) => found);
  }

  private byArn(arn: string, action: string): { readonly resource: Object_; readonly within: readonly string[] } {
    const inside = /^arn:[^:]*:s3:::[^/]+(\/.*)$/.exec(arn)?.[1] ?? '';
    const whole = inside === '' ? arn : arn.slice(0, -inside.length);
    const target = this.model.targets.find((each) => each.arn === whole) ?? this.onlyTarget(whole);
    const resource = target ? this.model.objectOf(target) : this.model.object(arn);
    return { resource, within: [target ? insideOf(target.arn, action, inside) : arn] };
  }

  /** The one resource whose ARN, as far as it is known, can be this one. */
  private onlyTarget(arn: string) {
    const found = this.model.targets.filter((target) => matches(patternOf(arn, 'text'), target.arn) !== false);
    return found.length === 1 ? found[0] : undefined;
  }

  private note(name: string | undefined, key: string): void {
    if (name !== undefined && !this.byPath.get(name)?.includes(key)) {
      this.byPath.set(name, [...this.byPath.get(name) ?? [], key]);
    }
  }

  private one<T, R>(name: string, kind: string, find: (key: string) => T | undefined, make: (found: T) => R): Resolved<R> {
    const keys = this.byPath.get(name) ?? [];
    const found = keys.flatMap((key) => find(key) ?? []);
    if (found.length === 1) {
      return { found: make(found[0]) };
    }
    if (found.length > 1) {
      return { problem: `'${name}' is the name of several: ${keys.join(', ')}` };
    }
    const others = [...this.titles].flatMap(([key, title]) => (find(key) === undefined ? [] : [title]));
    const near = others.length === 0 ? 'there is none at all' : `nearest to it: ${nearest(name, others).join(', ')}`;
    return { problem: `${keys.length > 0 ? `${keys[0]} is no ${kind}` : `there is no ${kind} '${name}' in the templates`}; ${near}` };
  }
}

/** An action about objects asked of a bucket is about any of its objects. */
function insideOf(arn: string, action: string, inside: string): string {
  return inside === '' && arn.startsWith('arn:aws:s3:::') && ABOUT_OBJECTS.test(action) ? `${arn}/*` : `${arn}${inside}`;
}
