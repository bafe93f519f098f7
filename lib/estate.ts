import { Validations, type App } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import { backupControl } from './backup-roles';
import { DtapChecks } from './checks/dtap-checks';
import { EnvironmentKind, SharedAccountKind } from './environment';
import type { EstateProps } from './estate-props';
import { CONFIGURED_CONTROLS, hostNameOf, validateEstate } from './estate-validation';
import { applyExceptions } from './exceptions';
import { pascal } from './pascal';
import { BackupStage } from './stages/backup-stage';
import { EnvironmentStage } from './stages/environment-stage';
import { IdentityStage } from './stages/identity-stage';
import { OrganizationStage } from './stages/organization-stage';
import { ReleaseStage } from './stages/release-stage';
import { SecurityStage } from './stages/security-stage';
import { tierOf } from './tier';

/** Whether findings make the app itself fail, and not only its report. */
const FAIL_ON_FINDINGS = '@aws-cdk/core:failSynthOnValidationErrors';

/** How stacks refer to each other: by outputs that are read at deployment, so that no stack is held back by its readers. */
const CROSS_STACK_REFERENCES = '@aws-cdk/core:defaultCrossStackReferences';

/** Writes each resource's construct path into the templates, where reviewers and the judge find it. */
const PATH_METADATA = 'aws:cdk:enable-path-metadata';

/**
 * A whole estate: four environments and the accounts that they share, each a stage directly below the app.
 *
 * Stages are named `Development`, `Test`, `Acceptance`, `Production`, `Organization`, `Security`, `Backup` and `Release`,
 * so that `cdk deploy 'Production/**'` deploys one.
 *
 * Guarantees: the configuration is read whole before anything is built; whatever is synthesized has been judged by the
 * stated controls, AwsSolutions, NIST 800-53 R5, HIPAA Security and PCI DSS 3.2.1, and a finding without an exception on
 * record stops the synthesis, `cdk synth -q` without a selection included.
 */
export class Estate {
  /** The environments built, in the order of release. One if `only` was given. */
  public readonly environments: EnvironmentStage[];

  /**
   * @param app an app without children
   * @throws InvalidInputError listing every problem of the configuration
   */
  constructor(app: App, props: EstateProps) {
    validateEstate(props);
    // The CLI sets this to false for its own runs, and then overlooks findings in stacks below stages: set it back.
    app.node.setContext(FAIL_ON_FINDINGS, true);
    app.node.setContext(CROSS_STACK_REFERENCES, 'weak');
    app.node.setContext(PATH_METADATA, true);
    this.environments = Object.values(EnvironmentKind)
      .filter((kind) => props.only === undefined || props.only === kind)
      .map((kind) => this.environment(app, kind, props));
    if (props.only === undefined) {
      this.sharedAccounts(app, props);
    }
    applyExceptions(app, props.exceptions ?? []);
    Validations.of(app).addPlugins(
      new DtapChecks(app, { accounts: ownersOf(props), estate: props.organization.name, configuration: CONFIGURED_CONTROLS }),
      new AwsSolutionsChecks(app),
      new NIST80053R5Checks(app),
      new HIPAASecurityChecks(app),
      new PCIDSS321Checks(app),
    );
  }

  private environment(app: App, kind: EnvironmentKind, props: EstateProps): EnvironmentStage {
    const { account, cidr, recoveryCidr, accessCidr, vpnClientCidr, recoveryAccessCidr, recoveryVpnClientCidr, gameDays } = props.environments[kind];
    const tier = tierOf(kind);
    return new EnvironmentStage(app, pascal(kind), {
      organization: props.organization,
      owner: kind,
      account,
      regions: props.regions,
      tier,
      kind,
      cidr,
      recoveryCidr,
      accessCidr,
      vpnClientCidr,
      recoveryAccessCidr,
      recoveryVpnClientCidr,
      remoteAccess: props.remoteAccess,
      gameDays,
      availabilityZones: zonesOf(props).slice(0, tier.zones),
      hostName: hostNameOf(kind, props.environments[kind], props.domain),
      service: props.service,
      backups: props.backups,
      backupAccount: props.sharedAccounts.backup,
      ...peopleOf(props),
      onCallEmail: props.onCallEmail,
      permissionsBoundary: props.permissionsBoundary,
    });
  }

  private sharedAccounts(app: App, props: EstateProps): void {
    const { organization, regions, sharedAccounts, onCallEmail, permissionsBoundary } = props;
    const shared = (kind: SharedAccountKind) => ({ organization, regions, owner: kind, account: sharedAccounts[kind], ...peopleOf(props), onCallEmail, permissionsBoundary });
    const standsBy = Object.values(EnvironmentKind).some((kind) => tierOf(kind).standbyRegion);
    const { identityAccount } = props.identity;
    if (identityAccount) {
      new IdentityStage(app, 'Identity', { ...shared(SharedAccountKind.SECURITY), owner: 'identity', account: identityAccount.account, accounts: accountsByKind(props) });
    }
    new SecurityStage(app, 'Security', shared(SharedAccountKind.SECURITY));
    new BackupStage(app, 'Backup', {
      ...shared(SharedAccountKind.BACKUP),
      backups: props.backups,
      environments: Object.values(EnvironmentKind).filter((kind) => tierOf(kind).backupsCopied).map((kind) => ({ name: kind, account: props.environments[kind].account })),
    });
    new ReleaseStage(app, 'Release', {
      ...shared(SharedAccountKind.RELEASE),
      image: props.service.image,
      replicated: standsBy,
      environmentAccounts: Object.values(EnvironmentKind).map((kind) => props.environments[kind].account),
    });
    // Last: permission sets refer to policies that are in every account by then.
    new OrganizationStage(app, 'Organization', {
      ...shared(SharedAccountKind.MANAGEMENT),
      accounts: accountsByKind(props),
      releasedAccounts: Object.values(EnvironmentKind).map((kind) => props.environments[kind].account),
      backups: backupControl(Object.values(EnvironmentKind).map((kind) => ({ account: props.environments[kind].account, stage: pascal(kind), environment: kind, copied: tierOf(kind).backupsCopied, standsBy: tierOf(kind).standbyRegion })), sharedAccounts.backup),
      bastionRegions: [regions.primary, ...(standsBy ? [regions.recovery] : [])],
    });
  }
}

/** Where people sign in, and where they come from. */
function peopleOf({ identity, administratorRanges, sharedAccounts }: EstateProps) {
  return { identity, administratorRanges, managementAccount: sharedAccounts.management };
}

function zonesOf({ regions }: EstateProps): string[] {
  return regions.availabilityZones ?? ['a', 'b', 'c'].map((zone) => `${regions.primary}${zone}`);
}

function accountsByKind({ environments, sharedAccounts, identity }: EstateProps): { [kind: string]: string } {
  const environmentAccounts = Object.values(EnvironmentKind).map((kind) => [kind, environments[kind].account]);
  const { identityAccount } = identity;
  return { ...Object.fromEntries(environmentAccounts), ...sharedAccounts, ...(identityAccount && { identity: identityAccount.account }) };
}

function ownersOf(props: EstateProps): { [account: string]: string } {
  return Object.fromEntries(Object.entries(accountsByKind(props)).map(([kind, account]) => [account, kind]));
}
