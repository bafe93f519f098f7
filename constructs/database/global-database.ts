import { RemovalPolicy } from 'aws-cdk-lib/core';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { DataClassification, classify } from '../shared/tags';
import type { IsolatedDatabase } from './isolated-database';

/** What a `GlobalDatabase` is made of. */
export interface GlobalDatabaseProps {
  /** Identifier, agreed ahead with the regions that join: lower-case letters, digits and single hyphens, 2 to 63 characters. */
  readonly identifier: string;

  /** The cluster that data is written to, made with `masterSecret`: RDS keeps no password in a global database. */
  readonly primary: IsolatedDatabase;

  /**
   * What kind of data the database holds (control DAT3).
   *
   * @default personal data
   */
  readonly classification?: DataClassification;

  /**
   * What becomes of the global database when the stack goes. The clusters in it have a policy of their own.
   *
   * @default it is kept
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Spreads a database over regions: Aurora copies its storage to every `StandbyDatabase` that names the identifier, in about a
 * second.
 *
 * Guarantees: deletion refused; encrypted as the primary is. It is made from the primary cluster, which stays what and where
 * it is: nothing is replaced.
 *
 * Minor versions are no longer taken by themselves: a global database is upgraded as a whole, on request.
 *
 * Controls AVA3, AVA4, DAT2. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html
 */
export class GlobalDatabase extends Construct {
  /** Identifier of the global database. */
  public readonly identifier: string;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: GlobalDatabaseProps) {
    super(scope, id);
    validate(props);
    this.identifier = props.identifier;
    const resource = new rds.CfnGlobalCluster(this, 'Resource', {
      globalClusterIdentifier: props.identifier,
      sourceDbClusterIdentifier: props.primary.cluster.clusterArn,
      deletionProtection: true,
    });
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    // The members, too: a global database is made from a cluster that runs.
    resource.node.addDependency(props.primary.cluster);
    classify(this, props.classification ?? DataClassification.PERSONAL);
  }
}

function validate({ identifier, primary }: GlobalDatabaseProps): void {
  const problems = new Problems('GlobalDatabase');
  checkGlobalIdentifier(problems, 'identifier', identifier);
  problems.require(primary.keepsOwnSecret, 'primary', primary.node.path, 'RDS keeps the master password of this database, which it does not do in a global one. Give it a masterSecret.');
  problems.throwIfAny();
}

/** Records an identifier that RDS takes for no global database. */
export function checkGlobalIdentifier(problems: Problems, path: string, identifier: string): void {
  problems.require(/^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$/.test(identifier), path, identifier, 'Write 2 to 63 lower-case letters, digits and single hyphens, a letter first and no hyphen last.');
}
