import { App } from 'aws-cdk-lib/core';
import { Estate } from '../lib/estate';
import { ESTATE } from './config';
import { EXCEPTIONS } from './exceptions';

const app = new App();
// `-c environment=production` builds that environment alone.
new Estate(app, { ...ESTATE, exceptions: EXCEPTIONS, only: app.node.tryGetContext('environment') });
app.synth();
