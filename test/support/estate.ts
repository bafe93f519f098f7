import { App, Stack } from 'aws-cdk-lib/core';
import { exceptionsOf } from '../../bin/exceptions';
import cdkJson from '../../cdk.json';
import { Estate } from '../../lib/estate';
import type { EstateProps } from '../../lib/estate-props';

/** Feature flags as the reference estate has them. */
const CONTEXT = cdkJson.context as Record<string, unknown>;

/** An app with the flags of `cdk.json`, and a configuration built into it. Nothing is synthesized yet. */
export function buildEstate(props: EstateProps, outdir?: string): { app: App; estate: Estate } {
  const app = new App({ context: CONTEXT, outdir });
  return { app, estate: new Estate(app, props) };
}

/** A configuration with the exceptions that an estate of this shape has on its record. */
export function withExceptions(props: EstateProps): EstateProps {
  return { ...props, exceptions: exceptionsOf(props) };
}

/** Every stack of an app. */
export function stacksOf(app: App): Stack[] {
  return app.node.findAll().filter((node): node is Stack => Stack.isStack(node));
}
