import { Code } from 'aws-cdk-lib/aws-lambda';

/**
 * The bundle of one of our Lambda functions, by name: `connect` for `constructs/<room>/connect-function`. It lies beside the
 * constructs, in the project (`assets`) as in the package (`dist/assets`).
 */
export function functionCode(name: string): Code {
  return Code.fromAsset(`${__dirname}/../../assets/functions/${name}`);
}
