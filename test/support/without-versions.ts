/** Loaded before an app, removes one control from one construct: the first bucket no longer keeps versions. */
import { App, Stage } from 'aws-cdk-lib/core';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';

App.prototype.synth = function (this: App, options) {
  this.node.findAll().find((node): node is CfnBucket => node instanceof CfnBucket)?.addPropertyDeletionOverride('VersioningConfiguration');
  return Stage.prototype.synth.call(this, options);
};
