/** The four environments of an estate, in the order in which a change passes through them. */
export enum EnvironmentKind {
  /** Where changes are made. */
  DEVELOPMENT = 'development',
  /** Where the makers test, inside the organisation. */
  TEST = 'test',
  /** Where customers accept; mirrors production. */
  ACCEPTANCE = 'acceptance',
  /** Where customers work. */
  PRODUCTION = 'production',
}

/** The accounts that all environments share. */
export enum SharedAccountKind {
  /** Pays, and holds the organisation and its policies. */
  MANAGEMENT = 'management',
  /** Keeps the logs and gathers the findings. */
  SECURITY = 'security',
  /** Keeps the backups. */
  BACKUP = 'backup',
  /** Builds, keeps the images, and deploys. */
  RELEASE = 'release',
}

/** An environment: an account of its own, and an address range of its own. */
export interface EnvironmentProps {
  /** AWS account id, 12 digits. */
  readonly account: string;

  /**
   * IPv4 range of its network in CIDR notation, /16 to /20. Ranges of environments never overlap (control SEP2).
   */
  readonly cidr: string;

  /**
   * IPv4 range of the administrators' access network in CIDR notation, /20 to /24. Meets no range of the estate.
   */
  readonly accessCidr: string;

  /**
   * IPv4 range that administrators' computers get addresses from while they are on the VPN, in CIDR notation, /12 to /22.
   * Cannot be changed without a new VPN. Meets no range of the estate.
   */
  readonly vpnClientCidr: string;

  /**
   * IPv4 range of its network in the recovery region, /16 to /20: production needs one, the others have none. It overlaps no
   * other range of the estate, so that the two networks can be joined.
   *
   * @default - the environment runs in the primary region only
   */
  readonly recoveryCidr?: string;

  /**
   * IPv4 range of the administrators' access network in the recovery region, /20 to /24. Meets no range of the estate.
   *
   * @default - the environment runs in the primary region only
   */
  readonly recoveryAccessCidr?: string;

  /**
   * IPv4 range that administrators' computers get addresses from while they are on the VPN of the recovery region, /12 to /22.
   * Meets no range of the estate, that of the other VPN included.
   *
   * @default - the environment runs in the primary region only
   */
  readonly recoveryVpnClientCidr?: string;

  /**
   * Host name under which its service is reached. Its hosted zone has the same name.
   *
   * @default - `www.<domain>` for production, `<environment>.<domain>` for the others
   */
  readonly hostName?: string;

  /**
   * Whether the environment is broken on purpose each quarter, in working hours: a task, a member of the database, a zone. Only
   * where there are three zones, which is in acceptance and production.
   *
   * @default - acceptance alone is
   */
  readonly gameDays?: boolean;
}

/** The four environments. */
export interface EnvironmentsProps {
  /** Where changes are made. */
  readonly development: EnvironmentProps;
  /** Where the makers test. */
  readonly test: EnvironmentProps;
  /** Where customers accept. */
  readonly acceptance: EnvironmentProps;
  /** Where customers work. */
  readonly production: EnvironmentProps;
}

/** Account ids of the shared accounts, 12 digits each. */
export interface SharedAccountsProps {
  /** Pays, and holds the organisation and its policies. */
  readonly management: string;
  /** Keeps the logs and gathers the findings. */
  readonly security: string;
  /** Keeps the backups. */
  readonly backup: string;
  /** Builds, keeps the images, and deploys. */
  readonly release: string;
}

/** The organisation in AWS Organizations. */
export interface OrganizationProps {
  /** Short name, lower case, 2 to 12 characters: part of the names that accounts agree on. */
  readonly name: string;
  /** Id of the organisation, e.g. `o-a1b2c3d4e5`. */
  readonly id: string;
  /** Id of the organisation's root, to which its policies are attached, e.g. `r-ab12`. */
  readonly rootId: string;
}

/** Regions of an estate, all inside the European Economic Area (control RES1). */
export interface RegionsProps {
  /** Where the environments run. */
  readonly primary: string;
  /** Where a second production stands by. Differs from the primary region. */
  readonly recovery: string;
  /** Where backups are kept. Differs from the primary region. */
  readonly backup: string;
  /**
   * Availability zones of the primary region, best first. Production takes the first three.
   *
   * @default - zones `a`, `b` and `c` of the primary region
   */
  readonly availabilityZones?: string[];
}

/** The service that the estate hosts. */
export interface HostedServiceProps {
  /** Image with digest or tag, e.g. `222222222222.dkr.ecr.eu-central-1.amazonaws.com/portal@sha256:…`. */
  readonly image: string;
  /**
   * Port on which the container speaks HTTPS.
   *
   * @default 8443
   */
  readonly port?: number;
  /**
   * Path that answers 200 when the service is well.
   *
   * @default '/health'
   */
  readonly healthCheckPath?: string;
  /**
   * Domain names that the service may call out to, e.g. `api.example.org` or `.example.org` for all below it.
   *
   * @default - none: only AWS services, through the network's endpoints
   */
  readonly egressDomains?: string[];
}
