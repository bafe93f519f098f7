import { Aws, Duration, Size } from 'aws-cdk-lib/core';
import {
  AwsLogDriverMode, Capability, ContainerImage, type ContainerImageConfig, CpuArchitecture, FargateTaskDefinition, LinuxParameters, LogDriver, OperatingSystemFamily,
  Protocol, Secret, TmpfsMountOption,
} from 'aws-cdk-lib/aws-ecs';
import { Grant, type IGrantable, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { ContainerSecret, ContainerServiceProps } from './container-service';
import { pullStatements } from './image-reference';

/** The properties of the service, with what it has made of them. */
export interface ContainerTaskOptions extends ContainerServiceProps {
  readonly logGroup: ILogGroup;
  readonly stopTimeout: Duration;
}

/** The task of a service: its definition and the role it runs as. */
export interface ContainerTask {
  readonly definition: FargateTaskDefinition;
  readonly role: Role;
}

/** A task with one container that is confined: not root, no capabilities, nothing to write to but memory. */
export function createTask(scope: Construct, options: ContainerTaskOptions): ContainerTask {
  const role = createTaskRole(scope);
  const memoryLimitMiB = (options.memory ?? Size.gibibytes(1)).toMebibytes();
  const definition = new FargateTaskDefinition(scope, 'Task', {
    cpu: options.cpuUnits ?? 512,
    memoryLimitMiB,
    runtimePlatform: {
      operatingSystemFamily: OperatingSystemFamily.LINUX,
      cpuArchitecture: options.cpuArchitecture ?? CpuArchitecture.ARM64,
    },
    taskRole: role,
    // What the role needs is in its managed policy already: nothing is to be added inline.
    executionRole: createExecutionRole(scope, options).withoutPolicyUpdates(),
  });
  definition.addContainer('Container', {
    containerName: 'service',
    image: new NamedImage(options.image),
    essential: true,
    memoryLimitMiB,
    user: options.user ?? '65532:65532',
    privileged: false,
    readonlyRootFilesystem: true,
    linuxParameters: confinement(scope, options),
    portMappings: [{ containerPort: options.containerPort ?? 8443, protocol: Protocol.TCP }],
    environment: options.environment,
    secrets: mapValues(options.secrets ?? {}, readAtStart),
    logging: LogDriver.awsLogs({
      logGroup: options.logGroup,
      streamPrefix: 'service',
      mode: AwsLogDriverMode.NON_BLOCKING,
      maxBufferSize: Size.mebibytes(25),
    }),
    healthCheck: options.healthCheckCommand && {
      command: options.healthCheckCommand,
      interval: Duration.seconds(15),
      timeout: Duration.seconds(5),
      retries: 3,
      startPeriod: Duration.seconds(60),
    },
    stopTimeout: options.stopTimeout,
  });
  return { definition, role };
}

function confinement(scope: Construct, options: ContainerTaskOptions): LinuxParameters {
  // The init process passes the signal to stop on and reaps children.
  const parameters = new LinuxParameters(scope, 'Confinement', { initProcessEnabled: true });
  parameters.dropCapabilities(Capability.ALL);
  for (const containerPath of options.writablePaths ?? ['/tmp']) {
    parameters.addTmpfs({
      containerPath,
      size: (options.writableSize ?? Size.mebibytes(64)).toMebibytes(),
      mountOptions: [TmpfsMountOption.NODEV, TmpfsMountOption.NOEXEC, TmpfsMountOption.NOSUID],
    });
  }
  return parameters;
}

/** Assumable by tasks of this account only: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
function createTaskRole(scope: Construct): Role {
  return new Role(scope, 'TaskRole', {
    description: 'Identity of the running task',
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:ecs:${Aws.REGION}:${Aws.ACCOUNT_ID}:*` },
      },
    }),
  });
}

function createExecutionRole(scope: Construct, options: ContainerTaskOptions): Role {
  const secrets = Object.values(options.secrets ?? {});
  const policy = new ManagedPolicy(scope, 'ExecutionPolicy', {
    description: 'What ECS may do to start the task: pull the image, write its logs, read its secrets',
    statements: [
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [options.logGroup.logGroupArn] }),
      ...pullStatements(options.image, options.repository?.repositoryArn),
      ...secretStatements(secrets),
    ],
  });
  return new Role(scope, 'ExecutionRole', {
    description: 'Starts the tasks',
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
    managedPolicies: [policy],
  });
}

function secretStatements(secrets: ContainerSecret[]): PolicyStatement[] {
  const arns = [...new Set(secrets.map(({ secret }) => secret.secretArn))];
  const keyArns = [...new Set(secrets.flatMap(({ secret }) => secret.encryptionKey?.keyArn ?? []))];
  return [
    ...(arns.length ? [new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: arns })] : []),
    ...(keyArns.length ? [new PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: keyArns,
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Aws.REGION}.${Aws.URL_SUFFIX}` } },
    })] : []),
  ];
}

/** An image by its name alone: the execution policy holds the right to pull it, which the library's own classes cannot see. */
class NamedImage extends ContainerImage {
  constructor(private readonly imageName: string) {
    super();
  }

  public override bind(): ContainerImageConfig {
    return { imageName: this.imageName };
  }
}

/**
 * A secret whose reading the execution policy allows already. The library's own grant would also write the role into the policy of
 * the secret's key, and so tie the key's stack to the service's in a circle.
 */
class GrantedSecret extends Secret {
  constructor(public readonly arn: string, public readonly hasField: boolean) {
    super();
  }

  public override grantRead(grantee: IGrantable): Grant {
    return Grant.drop(grantee, 'The execution policy holds the permission');
  }
}

function readAtStart({ secret, field }: ContainerSecret): Secret {
  return new GrantedSecret(field ? `${secret.secretArn}:${field}::` : secret.secretArn, field !== undefined);
}

function mapValues(record: { [name: string]: ContainerSecret }, map: (value: ContainerSecret) => Secret): { [name: string]: Secret } {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
