import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { AccountPasswordPolicy, BarPersonAccess, type IdentityProps, People, StaleKeyRotation } from '../../constructs/access';
import { type AccountKind, holdsCustomerData, rightsIn } from '../people';
import { EstateStack, type PlacementProps } from './estate-stack';

/** Properties of `PeopleStack`. */
export interface PeopleStackProps extends PlacementProps {
  /** Kind of the account: the column of the table of people. */
  readonly kind: AccountKind;
  /** Where people sign in. */
  readonly identity: IdentityProps;
  /** Public ranges that people come from. */
  readonly administratorRanges: string[];
  /** Regions that people work in. */
  readonly regions: string[];
  /** The management account, from which people are barred. */
  readonly managementAccount: string;
  /** ARNs of the buckets with people's files. */
  readonly dataBucketArns: string[];
  /** ARNs of the roles that backups are restored with. */
  readonly restoreRoleArns: string[];
  /** Names of log groups that hold statements or keystrokes, `*` at the end. */
  readonly auditLogGroups: string[];
  /** Key of records, dead letters and the topic of alarms. */
  readonly logsKey: kms.IKey;
  /** Topic that alarms are sent to. */
  readonly onCall: sns.ITopic;
}

/** What people may do in an account, how they are barred there, and what is asked of passwords and keys. */
export class PeopleStack extends EstateStack {
  constructor(scope: Construct, id: string, props: PeopleStackProps) {
    super(scope, id, props, `People in the ${props.owner} account`);
    const { onCall, logsKey } = props;
    new People(this, 'People', {
      identity: props.identity,
      rights: rightsIn(props.kind),
      administratorRanges: props.administratorRanges,
      regions: props.regions,
      holdsCustomerData: holdsCustomerData(props.kind),
      dataBucketArns: props.dataBucketArns,
      restoreRoleArns: props.restoreRoleArns,
      auditLogGroups: ['/aws/rds/*', ...props.auditLogGroups],
      onCall,
      logKey: logsKey,
    });
    new AccountPasswordPolicy(this, 'PasswordPolicy', { onCall });
    new StaleKeyRotation(this, 'StaleKeys', { encryptionKey: logsKey, logRetention: RetentionDays.ONE_YEAR, alarmTopic: onCall });
    if (props.account !== props.managementAccount) {
      new BarPersonAccess(this, 'BarPersonAccess', { managementAccount: props.managementAccount });
    }
  }
}
