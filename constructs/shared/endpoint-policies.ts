import { Aws, Fn } from 'aws-cdk-lib/core';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * Buckets of AWS's own that software in the application tier reads, without credentials of the organisation: container image
 * layers, Amazon Linux packages, and what the Systems Manager and CloudWatch agents fetch.
 * https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md
 */
const AWS_READ_BUCKETS = [
  `prod-${Aws.REGION}-starport-layer-bucket`,
  `al2023-repos-${Aws.REGION}-de612dc2`,
  `aws-ssm-${Aws.REGION}`,
  `aws-ssm-document-attachments-${Aws.REGION}`,
  `patch-baseline-snapshot-${Aws.REGION}`,
  `amazoncloudwatch-agent-${Aws.REGION}`,
];

/** Construct id of a service's interface endpoint, e.g. `EcrApi`. */
export function endpointId(service: ec2.InterfaceVpcEndpointAwsService): string {
  return service.shortName.split(/[.-]/).map((word) => word[0].toUpperCase() + word.slice(1)).join('');
}

/**
 * Lets an endpoint pass the organisation's principals on the organisation's resources, and the few resources that AWS itself owns.
 *
 * @param service short name of the endpoint's service, e.g. `s3`
 */
export function restrictToOrganization(endpoint: ec2.VpcEndpoint, service: string, organizationId: string): void {
  endpoint.addToPolicy(organizationOnly(organizationId));
  awsOwnedExceptions(service, organizationId).forEach((statement) => endpoint.addToPolicy(statement));
}

/**
 * What a service's endpoint admits: the organisation's principals, acting on the organisation's resources. Every action, since
 * an endpoint carries those of its own service alone.
 */
function organizationOnly(organizationId: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'OrganizationPrincipalsToOrganizationResources',
    principals: [new iam.AnyPrincipal()],
    actions: ['*'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:PrincipalOrgID': organizationId, 'aws:ResourceOrgID': organizationId } },
  });
}

/** The exceptions a service's endpoint needs because AWS itself owns the resource. None for most services. */
function awsOwnedExceptions(service: string, organizationId: string): iam.PolicyStatement[] {
  switch (service) {
    case 's3': return [readAwsBuckets(), answerCloudFormation()];
    case 'ssm': return [readAwsSsm(organizationId)];
    default: return [];
  }
}

function readAwsBuckets(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'ReadBucketsOwnedByAws',
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:GetObject'],
    resources: AWS_READ_BUCKETS.map((bucket) => `arn:${Aws.PARTITION}:s3:::${bucket}/*`),
  });
}

/** A function that answers CloudFormation from inside the VPC puts its answer to an address CloudFormation signed. */
function answerCloudFormation(): iam.PolicyStatement {
  const regionWithoutDashes = Fn.join('', Fn.split('-', Aws.REGION));
  return new iam.PolicyStatement({
    sid: 'AnswerCloudFormation',
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:PutObject'],
    resources: [`arn:${Aws.PARTITION}:s3:::cloudformation-custom-resource-response-${regionWithoutDashes}/*`],
  });
}

function readAwsSsm(organizationId: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'ReadDocumentsAndParametersOwnedByAws',
    principals: [new iam.AnyPrincipal()],
    actions: [
      'ssm:DescribeDocument', 'ssm:DescribeDocumentParameters', 'ssm:GetDocument',
      'ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath',
    ],
    resources: [
      `arn:${Aws.PARTITION}:ssm:${Aws.REGION}::document/*`,
      `arn:${Aws.PARTITION}:ssm:${Aws.REGION}::parameter/aws/*`,
    ],
    conditions: { StringEquals: { 'aws:PrincipalOrgID': organizationId } },
  });
}
