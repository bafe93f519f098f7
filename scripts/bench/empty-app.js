// The smallest app there is: what aws-cdk-lib itself costs.
const { App } = require('aws-cdk-lib');
new App().synth();
