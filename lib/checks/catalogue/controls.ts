/**
 * Which part of an estate must meet a control: every environment; acceptance and production; production; the shared
 * accounts (management, security, backup, release).
 */
export type ControlScope = 'all' | 'acceptance-and-production' | 'production' | 'shared-accounts';

/**
 * How a control is checked on what was synthesized, strongest first:
 * - `rule`: a rule over the resources of the templates
 * - `path`: the network proof, reachability over routes, network ACLs, security groups, endpoints and peerings
 * - `iam`: the access proof, requests evaluated against trust, identity, resource, boundary and organisation policies
 * - `config`: rejected when the configuration is read, before anything is synthesized
 * - `pipeline`: checked on the release pipeline
 * - `model`: computed from the architecture (availability, recovery time)
 * - `deploy`: exercised for real, on a function, a database or the emulator's state
 * - `attested`: a named report of the provider or a supplier
 */
export type Proof = 'rule' | 'path' | 'iam' | 'config' | 'pipeline' | 'model' | 'deploy' | 'attested';

/** What is written down of a control: what has to be true, where, and how that is proved. */
interface ControlRow {
  /** Public id: never reused, never renamed. */
  readonly id: string;
  /** Which part of the estate must meet it. */
  readonly where: ControlScope;
  /** How it is checked. A control with several proofs needs all of them. */
  readonly proof: readonly Proof[];
  /** Those of its proofs that are not built yet. A test refuses a proof that is neither built nor here, and one that is both. */
  readonly planned?: readonly Proof[];
  /** What has to be true, in one sentence. */
  readonly requires: string;
}

const ROWS = [
  // Separation and release
  { id: 'SEP1', where: 'all', proof: ['config', 'rule'], requires: 'Development, test, acceptance and production each have an account of their own and a VPC of their own; no two share an account, and none shares one with management, security, backup or release.' },
  { id: 'SEP2', where: 'all', proof: ['config', 'path'], requires: 'Address ranges are disjoint, and no peering, transit gateway, VPN, PrivateLink or RAM share joins two environments.' },
  { id: 'SEP3', where: 'all', proof: ['rule', 'iam'], requires: "No trust policy, resource policy, key policy or grant in one environment names another environment's account; only the release, backup and security accounts may, for the actions of their trade." },
  { id: 'SEP4', where: 'production', proof: ['rule', 'iam'], requires: "Sharing, copying or exporting production snapshots, images and objects outside the production, recovery and backup accounts is denied to everybody except the anonymised export's own role." },
  { id: 'REL1', where: 'shared-accounts', proof: ['pipeline'], planned: ['pipeline'], requires: 'One pipeline deploys the one built assembly to development, test, acceptance and production in that order; a manual approval stands before acceptance and before production; automatic checks (tests, nag, proofs) stand before development.' },
  { id: 'REL2', where: 'shared-accounts', proof: ['pipeline', 'iam'], planned: ['pipeline'], requires: "Only the pipeline's deployment roles may change stacks in acceptance and production; who writes a change cannot approve it; broadening a permission stops the release for a security approval." },
  { id: 'REL3', where: 'all', proof: ['config'], requires: "A control that once held cannot be dropped unnoticed: comparing two synthesized assemblies fails when a control's status or a clause's coverage falls." },
  { id: 'REL4', where: 'acceptance-and-production', proof: ['rule'], requires: 'Stacks have termination protection and drift is detected on a schedule, with an alarm.' },

  // Residency
  { id: 'RES1', where: 'all', proof: ['config', 'iam'], requires: 'Only regions inside the European Economic Area are accepted (London and Zurich are not in it), and a service control policy denies the others, global services excepted.' },
  { id: 'RES2', where: 'all', proof: ['rule'], requires: 'No replica, backup copy, global table, snapshot copy or log export goes to a region outside the EEA.' },
  { id: 'RES3', where: 'shared-accounts', proof: ['attested'], requires: 'Provider and supplier reports (ISO 27001, SOC 1/2/3, PCI DSS, NEN 7510, ISAE 3402) are named in the evidence, with where to fetch the current one.' },

  // Network
  { id: 'NET1', where: 'all', proof: ['rule', 'path'], requires: 'Every data store sits in isolated subnets, whose route tables reach neither an Internet gateway nor a NAT gateway.' },
  { id: 'NET2', where: 'all', proof: ['rule', 'path'], requires: "A data store's security group admits only the application's and the bastion's security groups, on the store's port; never an address range." },
  { id: 'NET3', where: 'all', proof: ['rule', 'path'], requires: "Nothing but the load balancer's ports 443 and 80 (80 only redirects), and the file-transfer endpoint from its listed ranges, is reachable from the Internet, over IPv4 or IPv6." },
  { id: 'NET4', where: 'acceptance-and-production', proof: ['rule', 'path'], requires: 'Two independent stateful firewalls stand in every path between the Internet and the application, both ways: AWS Network Firewall in strict order with default drop, and security groups.' },
  { id: 'NET5', where: 'all', proof: ['rule'], requires: "Network ACLs fence the data tier: only the application and access subnets, only the stores' ports and return traffic." },
  { id: 'NET6', where: 'acceptance-and-production', proof: ['rule'], requires: "Intrusion detection: the firewall's managed threat signatures alert, GuardDuty watches flow and DNS logs, findings reach the on-call." },
  { id: 'NET7', where: 'acceptance-and-production', proof: ['rule', 'path'], requires: 'Outbound traffic leaves only through the firewall, to an allow-list of domain names.' },
  { id: 'NET8', where: 'all', proof: ['rule'], requires: "AWS services are reached through VPC endpoints whose policies admit only the organisation's principals and resources." },
  { id: 'NET9', where: 'acceptance-and-production', proof: ['rule'], requires: "Each availability zone has its own way in and out; losing one zone cuts no other zone's path." },
  { id: 'NET10', where: 'all', proof: ['rule'], requires: 'Buckets, snapshots, images, queues and topics are never public; block-public-access is on per bucket and per account, and VPC block public access guards the subnets that are not the edge.' },
  { id: 'NET11', where: 'all', proof: ['rule'], requires: 'The default security group admits nothing; flow logs of all traffic are kept.' },

  // Edge
  { id: 'EDG1', where: 'all', proof: ['rule'], requires: 'A web application firewall in blocking mode guards every public endpoint: core rule set, known bad inputs, SQL injection, IP reputation, anonymous IPs.' },
  { id: 'EDG2', where: 'all', proof: ['rule'], requires: "The firewall's full log is kept, credentials and cookies redacted." },
  { id: 'EDG3', where: 'all', proof: ['rule'], requires: 'HTTPS only, TLS 1.2 or newer with forward secrecy; port 80 answers with a permanent redirect; HSTS is sent.' },
  { id: 'EDG4', where: 'all', proof: ['rule'], requires: 'The certificate is issued by ACM, DNS-validated, SHA-256, transparency-logged, renewed by itself; an alarm fires 30 days before expiry.' },
  { id: 'EDG5', where: 'all', proof: ['rule'], requires: 'Rate limits per address stop floods and credential stuffing; Shield Advanced can be switched on.' },
  { id: 'EDG6', where: 'all', proof: ['rule'], requires: 'Invalid header fields are dropped, desync mitigation is strictest, the Server header is hidden, security response headers are set.' },

  // Sign-in of the application's users
  { id: 'AUT1', where: 'all', proof: ['rule'], planned: ['rule'], requires: "Users' passwords live in a managed user directory that stores salted, slow hashes and never returns them; password policy of 12 or more characters; compromised passwords refused." },
  { id: 'AUT2', where: 'all', proof: ['rule'], planned: ['rule'], requires: 'The load balancer can demand a signed-in session before any request reaches the application.' },
  { id: 'AUT3', where: 'all', proof: ['rule', 'deploy'], planned: ['rule', 'deploy'], requires: 'After more than three failed sign-ins in a row the user is blocked until an administrator or a reset frees the account; attempts are logged.' },

  // Administrators' access
  { id: 'ACC1', where: 'all', proof: ['path', 'rule'], requires: "The only way from outside to a server's shell or a database port is VPN, then bastion: the bastion has no public address, and no security group admits port 22 or 3389 from anywhere but the access network." },
  { id: 'ACC2', where: 'all', proof: ['rule'], requires: 'The client VPN authenticates by SAML with MFA (and, if configured, device certificates too), admits only listed source ranges and managed devices through its connect handler, logs every connection, and ends sessions after a working day.' },
  { id: 'ACC3', where: 'all', proof: ['iam'], requires: 'No human role can be assumed, and no shell or restore opened, without multi-factor authentication younger than an hour (or, under IAM Identity Center, a session from its always-on MFA).' },
  { id: 'ACC4', where: 'acceptance-and-production', proof: ['iam', 'rule'], requires: 'SSH to a server takes two factors: a key accepted for that one login, and the MFA-bound right to push it.' },
  { id: 'ACC5', where: 'all', proof: ['rule'], requires: 'No SSH key lives on a server: keys are pushed per login by EC2 Instance Connect and die within 60 seconds; instances carry no key pair.' },
  { id: 'ACC6', where: 'all', proof: ['iam', 'rule'], requires: 'Human access is a small set of named roles (developer, operator, database administrator, security auditor, privacy officer, support, break-glass), each with the permissions of its task and no more; none holds a wildcard action on a wildcard resource.' },
  { id: 'ACC7', where: 'production', proof: ['iam'], requires: 'No role below privacy officer can read customer data in production; deploying, operating, auditing and key management are different roles.' },
  { id: 'ACC8', where: 'acceptance-and-production', proof: ['path', 'rule'], requires: "Administrators work from a network of its own, separate from the workload's VPC, with no way to the Internet and to nothing but the bastion." },
  { id: 'ACC9', where: 'all', proof: ['rule'], requires: 'VPN and bastion admit only configured address ranges; 0.0.0.0/0 is refused as configuration.' },
  { id: 'ACC10', where: 'production', proof: ['iam', 'rule'], requires: "Support reaches a customer's system only inside a grant: one customer, a reason, an end time of at most a working day, approved, logged, expiring by itself." },
  { id: 'ACC11', where: 'shared-accounts', proof: ['iam'], requires: 'One switch bars a person at once: sessions issued before a moment are denied everywhere by policy; a runbook does it.' },
  { id: 'ACC12', where: 'all', proof: ['rule'], requires: 'The account password policy asks for 14 or more characters of all kinds, no reuse of 24, 90 days at most.' },
  { id: 'ACC13', where: 'all', proof: ['rule'], requires: 'Unused and outside access is found continuously (access analyzer), and the list of who may do what is generated, not written.' },
  { id: 'ACC14', where: 'all', proof: ['rule'], requires: 'No IAM user has a long-lived key; where one exists, keys older than 90 days are disabled by themselves.' },

  // Secrets and keys
  { id: 'SEC1', where: 'all', proof: ['rule'], requires: 'No secret stands in a template, an environment variable, user data, an output or a plain parameter.' },
  { id: 'SEC2', where: 'all', proof: ['rule'], requires: 'Secrets are in Secrets Manager under a customer key and rotate within 30 days.' },
  { id: 'ENC1', where: 'all', proof: ['rule'], requires: 'Every store is encrypted under a customer-managed key: databases, volumes, buckets, queues, topics, logs, secrets, backups, images.' },
  { id: 'ENC2', where: 'all', proof: ['rule'], requires: 'Customer-managed keys rotate at least yearly.' },
  { id: 'ENC3', where: 'all', proof: ['rule'], requires: 'Every store refuses plaintext connections: bucket policies, database parameters, file systems, queues, topics.' },
  { id: 'ENC4', where: 'all', proof: ['rule', 'attested'], requires: 'Keys are AES-256 in FIPS 140 validated HSMs (KMS); imported or weaker key specs are refused.' },
  { id: 'ENC5', where: 'acceptance-and-production', proof: ['rule'], requires: 'Traffic inside the VPC is encrypted too: TLS from load balancer to service, or VPC encryption control in enforce mode.' },
  { id: 'KEY1', where: 'all', proof: ['iam', 'rule'], requires: "Who administers a key cannot use it; the master and backup keys are usable by the named key role alone, not by the account's administrators." },
  { id: 'KEY2', where: 'all', proof: ['rule'], requires: 'Use of a master or backup key, a denied use, disabling and scheduled deletion raise an alarm; the deletion window is 30 days.' },
  { id: 'KEY3', where: 'production', proof: ['iam', 'rule'], requires: 'Using the master key for access to customer data takes an approval by several named approvers, time-boxed.' },

  // Tenants
  { id: 'TEN1', where: 'all', proof: ['rule'], planned: ['rule'], requires: 'Each customer has a database of its own with a unique random name and credentials of its own.' },
  { id: 'TEN2', where: 'all', proof: ['iam'], planned: ['iam'], requires: 'A session tagged with one customer can read or write nothing of another: objects, keys, secrets, database users.' },
  { id: 'TEN3', where: 'all', proof: ['rule'], planned: ['rule'], requires: 'Each customer has a key of its own, under the central key management.' },
  { id: 'TEN4', where: 'all', proof: ['iam'], planned: ['iam'], requires: "A customer's data can be decrypted only when the account code in the encryption context and the code on the caller's session agree." },

  // Data life
  { id: 'DAT1', where: 'all', proof: ['rule'], requires: 'Storage is replicated across zones: Aurora, S3, EFS regional; no single-zone store in acceptance and production.' },
  { id: 'DAT2', where: 'all', proof: ['rule'], requires: 'A delete is a lock first: versioning, deletion protection, retained final snapshots; data is gone only after the configured delay.' },
  { id: 'DAT3', where: 'all', proof: ['rule'], requires: 'Every store carries a data classification tag, and a store of personal data without its controls is refused.' },
  { id: 'DAT4', where: 'all', proof: ['rule'], requires: 'Life-cycle rules remove what is no longer needed: intake that nobody filed, old versions, expired logs, by configured periods.' },
  { id: 'DAT5', where: 'production', proof: ['iam', 'rule'], planned: ['iam', 'rule'], requires: "An archive per customer, filled at least yearly, in cold storage under its own key; no role can open it but the privacy officer's, with MFA." },
  { id: 'DAT7', where: 'all', proof: ['rule', 'path'], planned: ['rule', 'path'], requires: 'Files are exchanged by SFTP (and the web portal over it) on a managed endpoint with current algorithms, a stable host key, per-customer home folders and listed source ranges.' },
  { id: 'DAT8', where: 'all', proof: ['rule'], planned: ['rule'], requires: 'Exchanged files are scanned for malware before anyone can fetch them, and expire.' },
  { id: 'DAT9', where: 'production', proof: ['iam', 'rule', 'deploy'], planned: ['iam', 'rule', 'deploy'], requires: 'The one way out of production is an export that masks personal data by declared rules; a column without a rule stops the export.' },

  // Backup
  { id: 'BAK1', where: 'all', proof: ['rule'], requires: 'Every stateful resource is selected by a backup plan that runs at least daily; one that is not selected is an error.' },
  { id: 'BAK2', where: 'acceptance-and-production', proof: ['rule'], requires: 'Continuous backup gives point-in-time recovery where the service has it; buckets keep versions.' },
  { id: 'BAK3', where: 'acceptance-and-production', proof: ['rule'], requires: 'Each backup is copied to a vault in the backup account, in another region, at least 500 km away.' },
  { id: 'BAK4', where: 'all', proof: ['rule'], requires: "Backups are encrypted under a customer-managed AES-256 key of the backup account, different from the data's key." },
  { id: 'BAK5', where: 'acceptance-and-production', proof: ['iam'], requires: "Decrypting or restoring from the backup account's vault is the privacy officer's alone; administrators of production, of backup and the root users cannot." },
  { id: 'BAK6', where: 'acceptance-and-production', proof: ['iam', 'rule'], requires: 'A restore takes more than the key: fresh MFA, and (where switched on) several approvers.' },
  { id: 'BAK7', where: 'acceptance-and-production', proof: ['rule', 'iam'], requires: 'Vaults refuse every principal outside the organisation, and are locked in compliance mode: nobody can delete or shorten.' },
  { id: 'BAK8', where: 'production', proof: ['rule'], requires: 'Restores are rehearsed by schedule and validated by a query; a failed or missed rehearsal raises an alarm.' },
  { id: 'BAK9', where: 'acceptance-and-production', proof: ['rule'], requires: 'A failed, missing or late backup or copy raises an alarm within the day; a backup audit framework reports daily.' },

  // Availability
  { id: 'AVA1', where: 'acceptance-and-production', proof: ['rule', 'model'], requires: 'Three availability zones; losing any one leaves every tier serving.' },
  { id: 'AVA2', where: 'acceptance-and-production', proof: ['rule'], requires: 'Application and database each have at least two running members in different zones, and scale by load.' },
  { id: 'AVA3', where: 'production', proof: ['model'], requires: "The composite availability computed from the providers' service levels and the redundancy in the template is at least 99.97 %." },
  { id: 'AVA4', where: 'production', proof: ['rule'], requires: 'A second region stands by: replicated data, the same network and service, ready to take traffic.' },
  { id: 'AVA5', where: 'production', proof: ['rule', 'model'], requires: 'Health-checked DNS moves traffic to the second region; recovery point at most 5 minutes, recovery time at most 60.' },
  { id: 'AVA6', where: 'production', proof: ['rule'], requires: 'The recovery plan is code: executable runbooks for fail-over, fail-back and restore, and a rehearsal schedule.' },

  // Operations
  { id: 'OPS1', where: 'all', proof: ['rule'], planned: ['rule'], requires: 'Servers are patched by a baseline that approves security patches within 7 days and installs them within 30, in a maintenance window, with compliance reported.' },
  { id: 'OPS2', where: 'all', proof: ['rule'], requires: 'Images and engines update by themselves: newest AMI on replacement, minor engine versions, base image rebuilds, platform versions.' },
  { id: 'OPS3', where: 'all', proof: ['rule'], requires: 'Servers, images and functions are scanned for vulnerabilities continuously; an image with critical findings does not deploy.' },
  { id: 'OPS4', where: 'shared-accounts', proof: ['rule'], planned: ['rule'], requires: 'Findings are gathered centrally and reported on a schedule to named people.' },
  { id: 'OPS5', where: 'all', proof: ['rule'], requires: 'Malware protection covers volumes, buckets and running workloads.' },

  // Logging
  { id: 'LOG1', where: 'shared-accounts', proof: ['rule'], planned: ['rule'], requires: 'An organisation trail records management events in every account and region into the security account.' },
  { id: 'LOG2', where: 'shared-accounts', proof: ['rule', 'iam'], planned: ['rule', 'iam'], requires: 'Logs cannot be altered or deleted: object lock in compliance mode for a year or more, digest validation, and no role that can shorten it.' },
  { id: 'LOG3', where: 'all', proof: ['rule'], requires: 'Edge, firewall, flow, DNS, database, VPN, bastion, file transfer and bucket access logs are on and go to the security account.' },
  { id: 'LOG4', where: 'all', proof: ['rule'], requires: "Administrators' sessions are recorded keystroke by keystroke, encrypted, and cannot be switched off by the administrator." },
  { id: 'LOG5', where: 'acceptance-and-production', proof: ['rule'], requires: 'Who wrote, changed or deleted data is on record: database audit of writes, object-level events of buckets.' },
  { id: 'LOG6', where: 'shared-accounts', proof: ['rule'], planned: ['rule'], requires: 'Saved queries and a scheduled report put administrator activity before a reviewer every week.' },
  { id: 'LOG7', where: 'shared-accounts', proof: ['rule'], planned: ['rule'], requires: 'Security logs and findings come together in a SIEM-ready lake (OCSF), with a subscriber for an outside SIEM.' },

  // Monitoring
  { id: 'MON1', where: 'all', proof: ['rule'], requires: 'Malfunction: unhealthy hosts, server errors, failed tasks, database events, a synthetic visitor.' },
  { id: 'MON2', where: 'all', proof: ['rule'], planned: ['rule'], requires: 'Data traffic: volumes in and out of load balancer, NAT, firewall and database, against an expected band.' },
  { id: 'MON3', where: 'all', proof: ['rule'], planned: ['rule'], requires: 'Disk capacity: free space of database, volumes and file systems.' },
  { id: 'MON4', where: 'all', proof: ['rule'], requires: 'Load: processor, memory, connections, latency.' },
  { id: 'MON5', where: 'all', proof: ['rule'], planned: ['rule'], requires: 'Anomalous use: anomaly detection on requests and on API activity, threat findings.' },
  { id: 'MON6', where: 'all', proof: ['rule'], requires: 'Every alarm reaches the on-call through an encrypted topic; an alarm without an action is an error.' },
  { id: 'MON7', where: 'production', proof: ['rule'], planned: ['rule'], requires: 'A service level objective of 99.97 % with fast and slow burn-rate alarms.' },
  { id: 'MON8', where: 'shared-accounts', proof: ['rule'], planned: ['rule'], requires: 'Root use, sign-in without MFA, repeated failed sign-ins, and changes of policies, trails, keys, networks and firewalls raise an alarm.' },

  // Evidence
  { id: 'EVI1', where: 'shared-accounts', proof: ['pipeline'], planned: ['pipeline'], requires: 'Each build yields the evidence: every clause, its controls, the resources that meet them, how each was proved, exceptions with reason, owner and end date; for people (HTML, PDF), for tools (JSON, OSCAL).' },
] as const satisfies readonly ControlRow[];

/** Id of a control. An unknown one in a rule, a clause or a framework does not compile. */
export type ControlId = (typeof ROWS)[number]['id'];

/** One control of the catalogue. */
export interface Control extends ControlRow {
  readonly id: ControlId;
}

/** Every control, by subject. Data only: a control is one row, and the rules, proofs and evidence point at its id. */
export const CONTROLS: readonly Control[] = ROWS;
