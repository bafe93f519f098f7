import type { ControlId } from './controls';

/** Short name of the document that a clause stands in. */
export type ClauseSource = 'pharius' | 'phenox' | 'figlo' | 'webcrm' | 'tom';

/**
 * Who makes a clause true:
 * - `technical`: the infrastructure enforces it; a construct does it and a rule or proof checks it
 * - `attested`: the cloud provider or a supplier answers for it; the evidence names who, and by what report
 * - `organisational`: people do it; the evidence says so, and names what the infrastructure does to help
 */
export type ClauseKind = 'technical' | 'attested' | 'organisational';

/** What is written down of a promise: the document's words, paraphrased, and the controls that carry it. */
interface ClauseRow {
  /** Public id: never reused, never renamed. */
  readonly id: string;
  /** The document it stands in. */
  readonly source: ClauseSource;
  /** The section of that document. */
  readonly ref: string;
  /** Who makes it true. */
  readonly kind: ClauseKind;
  /** What is promised. */
  readonly says: string;
  /** Ids of the controls that carry it. */
  readonly controls: readonly ControlId[];
}

const ROWS = [
  { id: 'PHA-01', source: 'pharius', ref: 'Datacentre', kind: 'attested', says: 'Hosting and storage sit in an EU data centre with ISO 27001 and NEN 7510 certification, following ISO 27002.', controls: ['RES1', 'RES3'] },
  { id: 'PHA-02', source: 'pharius', ref: 'Datacentre', kind: 'technical', says: 'Three widely separated data centres, joined by redundant links; hosting can be diverted to another when needed.', controls: ['AVA1', 'AVA4', 'AVA5'] },
  { id: 'PHA-03', source: 'pharius', ref: 'Datacentre', kind: 'technical', says: '99.9 % uptime is guaranteed.', controls: ['AVA3', 'MON7'] },
  { id: 'PHA-04', source: 'pharius', ref: 'Datacentre', kind: 'technical', says: 'Web servers are watched day and night for malfunctions, data traffic, disk capacity, load and anomalous use; an anomaly is seen at once and acted on.', controls: ['MON1', 'MON2', 'MON3', 'MON4', 'MON5', 'MON6'] },
  { id: 'PHA-05', source: 'pharius', ref: 'Datacentre', kind: 'attested', says: 'Physical access passes, intrusion prevention, CCTV, fire detection and gas extinction.', controls: ['RES3'] },
  { id: 'PHA-06', source: 'pharius', ref: 'Hosting environment', kind: 'technical', says: 'Data storage is kept apart from the application, on servers of its own.', controls: ['NET1', 'NET2'] },
  { id: 'PHA-07', source: 'pharius', ref: 'Hosting environment', kind: 'technical', says: 'Data storage cannot be reached from outside, only from the internal network.', controls: ['NET1', 'NET2', 'NET3', 'NET8', 'NET10', 'NET11'] },
  { id: 'PHA-08', source: 'pharius', ref: 'Hosting environment', kind: 'technical', says: 'Servers carry the latest security updates and are actively maintained and monitored.', controls: ['OPS1', 'OPS2', 'MON1'] },
  { id: 'PHA-09', source: 'pharius', ref: 'Hosting environment', kind: 'technical', says: 'All data are backed up every day, automatically.', controls: ['BAK1', 'BAK9'] },
  { id: 'PHA-10', source: 'pharius', ref: 'Hosting environment', kind: 'technical', says: 'The backup is on a separate server in a separate secure location and cannot be reached from outside.', controls: ['BAK3', 'BAK7'] },
  { id: 'PHA-11', source: 'pharius', ref: 'Architecture and administration', kind: 'technical', says: 'Development, Test (internal), Acceptance (external) and Production environments exist and are strictly separated.', controls: ['SEP1', 'SEP2', 'SEP3'] },
  { id: 'PHA-12', source: 'pharius', ref: 'Architecture and administration', kind: 'technical', says: 'A strict release policy moves changes from Development to Test, Acceptance and Production.', controls: ['REL1', 'REL2'] },
  { id: 'PHA-13', source: 'pharius', ref: 'Architecture and administration', kind: 'technical', says: 'The OWASP recommendations and Top 10 are followed.', controls: ['EDG1', 'EDG2'] },
  { id: 'PHA-14', source: 'pharius', ref: 'Password security', kind: 'technical', says: 'User passwords are stored with proven hashing algorithms.', controls: ['AUT1'] },
  { id: 'PHA-15', source: 'pharius', ref: 'Vulnerability scanning', kind: 'technical', says: 'Security is scanned automatically and reported on.', controls: ['OPS3', 'OPS4'] },
  { id: 'PHA-16', source: 'pharius', ref: 'SSL security', kind: 'technical', says: 'Traffic between the browser and the web servers is encrypted under a certificate.', controls: ['EDG3', 'EDG4'] },
  { id: 'PHA-17', source: 'pharius', ref: 'Safe design', kind: 'technical', says: 'Every change is authorised under change management before it reaches production.', controls: ['REL1', 'REL2', 'REL4'] },
  { id: 'PHA-18', source: 'pharius', ref: 'Safe design', kind: 'technical', says: 'SQL injection, cross-site scripting and denial of service are limited.', controls: ['EDG1', 'EDG5'] },
  { id: 'PHA-19', source: 'pharius', ref: 'Provider guarantee', kind: 'organisational', says: 'Suppliers are ISO 9001 certified, under an SLA and a data processing agreement.', controls: ['RES3'] },
  { id: 'PHA-20', source: 'pharius', ref: 'Personnel guarantee', kind: 'technical', says: 'When employment ends, access is blocked at once.', controls: ['ACC11'] },
  { id: 'PHA-21', source: 'pharius', ref: 'Administrator access', kind: 'technical', says: 'Administrators have least privilege and role-based authorisations; no arbitrary access to user data.', controls: ['ACC6', 'ACC7'] },
  { id: 'PHA-22', source: 'pharius', ref: 'Administrator access', kind: 'technical', says: 'Access to production runs through one central system, with strong passwords, a second factor and SSH keys.', controls: ['ACC3', 'ACC4', 'ACC5', 'ACC12'] },
  { id: 'PHA-23', source: 'pharius', ref: 'Administrator access', kind: 'technical', says: 'That access uses a separate network with strict rules and secure devices.', controls: ['ACC1', 'ACC2', 'ACC8'] },
  { id: 'PHA-24', source: 'pharius', ref: 'Administrator access', kind: 'technical', says: 'All administrator activity is recorded and reviewed regularly.', controls: ['LOG1', 'LOG2', 'LOG4', 'LOG6'] },

  { id: 'PHE-01', source: 'phenox', ref: '1.3', kind: 'technical', says: 'Files with personal data reach the customer through a purpose-built portal, always encrypted and password-protected; the password goes by another channel.', controls: ['DAT7', 'DAT8'] },
  { id: 'PHE-02', source: 'phenox', ref: '1.4', kind: 'organisational', says: 'Customers are asked to send data by the same secured way.', controls: ['DAT7'] },
  { id: 'PHE-03', source: 'phenox', ref: '1.6', kind: 'technical', says: 'Received data that is not needed is deleted as soon as possible.', controls: ['DAT4'] },
  { id: 'PHE-04', source: 'phenox', ref: '1.9', kind: 'technical', says: "Only employees tied to a customer reach that customer's folder; the list of privileges is kept by the privacy officer.", controls: ['TEN2', 'ACC6', 'ACC13'] },
  { id: 'PHE-05', source: 'phenox', ref: '1.10', kind: 'technical', says: 'Data no longer relevant moves, at least once a year, to an extra secure archive folder per client that nobody can open by default; only through the privacy officer.', controls: ['DAT5'] },
  { id: 'PHE-06', source: 'phenox', ref: '1.12', kind: 'organisational', says: 'Employee data is open to two named managers only.', controls: ['ACC6'] },
  { id: 'PHE-07', source: 'phenox', ref: '2.1', kind: 'organisational', says: 'All devices carry managed, current antivirus.', controls: ['ACC2'] },
  { id: 'PHE-08', source: 'phenox', ref: '2.2 and 5.3', kind: 'technical', says: 'An active patch and update policy covers all systems.', controls: ['OPS1', 'OPS2'] },
  { id: 'PHE-09', source: 'phenox', ref: '2.3', kind: 'technical', says: 'Computers that may hold personal data are encrypted and have strong passwords.', controls: ['ENC1', 'ACC12'] },
  { id: 'PHE-10', source: 'phenox', ref: '2.4 to 2.11', kind: 'organisational', says: 'Mobile devices are encrypted and locked, removable and private storage is barred, unsecured devices are not allowed.', controls: ['ACC2'] },
  { id: 'PHE-11', source: 'phenox', ref: '3.1', kind: 'technical', says: 'Communication through the website is encrypted.', controls: ['EDG3', 'EDG4'] },
  { id: 'PHE-12', source: 'phenox', ref: '3.2', kind: 'technical', says: 'The websites have an active update policy.', controls: ['OPS2', 'OPS3'] },
  { id: 'PHE-13', source: 'phenox', ref: '3.3', kind: 'technical', says: 'The website discloses no sensitive information.', controls: ['EDG6', 'NET10', 'SEC1'] },
  { id: 'PHE-14', source: 'phenox', ref: '4.1', kind: 'technical', says: 'Data is encrypted at home first and goes only encrypted to the external backup.', controls: ['ENC1', 'ENC3', 'BAK4'] },
  { id: 'PHE-15', source: 'phenox', ref: '4.2', kind: 'technical', says: 'The backup is encrypted with AES under a strong key.', controls: ['BAK4', 'ENC4'] },
  { id: 'PHE-16', source: 'phenox', ref: '4.3', kind: 'technical', says: "The key that restores the backup is the privacy officer's alone, kept in a digital safe with a spare copy; neither the hosting party nor others can get at it.", controls: ['BAK5', 'KEY1'] },
  { id: 'PHE-17', source: 'phenox', ref: '4.4', kind: 'technical', says: 'A stolen key is not enough: the backup has a further layer of authentication.', controls: ['BAK6'] },
  { id: 'PHE-18', source: 'phenox', ref: '4.5', kind: 'technical', says: 'The backup is kept in real time and holds several earlier versions of a file.', controls: ['BAK2', 'DAT2'] },
  { id: 'PHE-19', source: 'phenox', ref: '5.1', kind: 'technical', says: 'The server is behind an active firewall.', controls: ['NET3', 'NET4'] },
  { id: 'PHE-20', source: 'phenox', ref: '5.2', kind: 'technical', says: 'The server has current antivirus.', controls: ['OPS5'] },
  { id: 'PHE-21', source: 'phenox', ref: '5.4', kind: 'technical', says: 'Access by external users is logged.', controls: ['LOG3', 'LOG4'] },
  { id: 'PHE-22', source: 'phenox', ref: '5.5', kind: 'technical', says: 'Access rights on the server are actively managed.', controls: ['ACC6', 'ACC13'] },
  { id: 'PHE-23', source: 'phenox', ref: '5.6', kind: 'technical', says: 'The server is backed up as its chapter on backup says.', controls: ['BAK1', 'BAK2', 'BAK3'] },

  { id: 'FIG-01', source: 'figlo', ref: 'measure 1', kind: 'technical', says: 'Software passes Development, Test and Acceptance along a strict path before Production.', controls: ['SEP1', 'REL1'] },
  { id: 'FIG-02', source: 'figlo', ref: 'measure 2', kind: 'technical', says: 'Access rights to application and systems are described, and enforced by protocol.', controls: ['ACC6', 'ACC13'] },
  { id: 'FIG-03', source: 'figlo', ref: 'measure 3', kind: 'organisational', says: 'An outside expert tests application and system every year: penetration test, code review, vulnerability assessment.', controls: ['OPS3', 'OPS4'] },
  { id: 'FIG-04', source: 'figlo', ref: 'measure 4', kind: 'attested', says: 'The cloud holds ISO 27001, HIPAA, FedRAMP, SOC 1 and SOC 2.', controls: ['RES3'] },
  { id: 'FIG-05', source: 'figlo', ref: 'measure 5', kind: 'technical', says: 'Personal data is processed only within the European Economic Area.', controls: ['RES1', 'RES2'] },
  { id: 'FIG-06', source: 'figlo', ref: 'measure 6', kind: 'technical', says: 'Data can be reached only in a valid session, opened with a valid user name and password.', controls: ['AUT2'] },
  { id: 'FIG-07', source: 'figlo', ref: 'measures 7 and 8', kind: 'technical', says: 'Passwords are stored hashed and encrypted, and checked by one-way hash.', controls: ['AUT1'] },
  { id: 'FIG-08', source: 'figlo', ref: 'measure 9', kind: 'technical', says: 'All traffic between front end and back end is HTTPS under a valid certificate.', controls: ['EDG3', 'EDG4', 'ENC5'] },
  { id: 'FIG-09', source: 'figlo', ref: 'measure 10', kind: 'technical', says: 'A database firewall and a server-level firewall are in place.', controls: ['NET2', 'NET4', 'NET5'] },
  { id: 'FIG-10', source: 'figlo', ref: 'measure 11', kind: 'technical', says: 'Database and application run redundantly.', controls: ['AVA1', 'AVA2'] },
  { id: 'FIG-11', source: 'figlo', ref: 'measure 12', kind: 'technical', says: 'All customer data is backed up daily.', controls: ['BAK1'] },
  { id: 'FIG-12', source: 'figlo', ref: 'measure 13', kind: 'technical', says: "One customer's data is logically separated from another's; organisation B's data cannot be seen from organisation A.", controls: ['TEN1', 'TEN2'] },
  { id: 'FIG-13', source: 'figlo', ref: 'measure 14', kind: 'technical', says: 'Whatever is exported from Production is always anonymised.', controls: ['SEP4', 'DAT9'] },

  { id: 'WEB-01', source: 'webcrm', ref: 'Access and roles', kind: 'technical', says: 'Access is managed in fine grain, by action, module, territory and responsibility, and for reports and export.', controls: ['ACC6', 'ACC7', 'TEN2'] },
  { id: 'WEB-02', source: 'webcrm', ref: 'Access and roles', kind: 'technical', says: 'More than three faulty login attempts block the user.', controls: ['AUT3'] },
  { id: 'WEB-03', source: 'webcrm', ref: 'Infrastructure', kind: 'attested', says: 'Servers stand in purpose-built facilities watched round the clock.', controls: ['RES3'] },
  { id: 'WEB-04', source: 'webcrm', ref: 'Infrastructure', kind: 'technical', says: 'Servers get the latest security patches regularly.', controls: ['OPS1', 'OPS2'] },
  { id: 'WEB-05', source: 'webcrm', ref: 'Infrastructure', kind: 'technical', says: 'Availability is 99.97 %, day and night.', controls: ['AVA3', 'MON7'] },
  { id: 'WEB-06', source: 'webcrm', ref: 'Infrastructure', kind: 'technical', says: 'Two stateful-inspection firewalls, monitored by an intrusion detection system.', controls: ['NET4', 'NET6'] },
  { id: 'WEB-07', source: 'webcrm', ref: 'Infrastructure', kind: 'technical', says: 'Switches, Internet connections and power are redundant.', controls: ['AVA1', 'NET9'] },
  { id: 'WEB-08', source: 'webcrm', ref: 'Infrastructure', kind: 'technical', says: 'Data is stored on redundant disks.', controls: ['AVA2', 'DAT1'] },
  { id: 'WEB-09', source: 'webcrm', ref: 'Infrastructure', kind: 'technical', says: 'A daily backup goes to a secondary location.', controls: ['BAK1', 'BAK3'] },
  { id: 'WEB-10', source: 'webcrm', ref: 'Infrastructure', kind: 'technical', says: 'HTTPS encrypts the data.', controls: ['EDG3'] },
  { id: 'WEB-11', source: 'webcrm', ref: 'Procedures', kind: 'technical', says: 'Patches are installed within 30 days of their release.', controls: ['OPS1'] },
  { id: 'WEB-12', source: 'webcrm', ref: 'Procedures', kind: 'attested', says: 'The host is ISO 27001 certified and audited yearly under ISAE 3402 type 2.', controls: ['RES3'] },
  { id: 'WEB-13', source: 'webcrm', ref: 'Procedures', kind: 'technical', says: 'Only a few trusted people reach the web and database servers, on the premises or over a secured VPN with multi-factor login.', controls: ['ACC1', 'ACC2', 'ACC4', 'ACC6'] },
  { id: 'WEB-14', source: 'webcrm', ref: 'Procedures', kind: 'technical', says: 'Sensitive passwords are not kept on devices; they are stored digitally and encrypted.', controls: ['SEC1', 'SEC2'] },
  { id: 'WEB-15', source: 'webcrm', ref: 'Procedures', kind: 'technical', says: 'Only trusted employees have remote access to production, databases and applications included.', controls: ['ACC1', 'ACC6', 'ACC7'] },
  { id: 'WEB-16', source: 'webcrm', ref: 'Procedures', kind: 'technical', says: 'All traffic between the company and the data centre is encrypted.', controls: ['ACC2', 'ENC3'] },
  { id: 'WEB-17', source: 'webcrm', ref: 'Procedures', kind: 'technical', says: 'Each customer has a database of its own with a unique random name.', controls: ['TEN1'] },
  { id: 'WEB-18', source: 'webcrm', ref: 'Procedures', kind: 'technical', says: 'Online incremental backup, and a full backup every 24 hours.', controls: ['BAK1', 'BAK2'] },
  { id: 'WEB-19', source: 'webcrm', ref: 'Procedures', kind: 'technical', says: "Support staff reach a customer's system only at the customer's explicit request, granted by the customer.", controls: ['ACC10'] },

  { id: 'TOM-01', source: 'tom', ref: '1', kind: 'attested', says: 'Premises are zoned, guarded and entered with coded photo ID.', controls: ['RES3'] },
  { id: 'TOM-02', source: 'tom', ref: '2', kind: 'technical', says: 'Remote access runs only through a VPN tunnel with a provisioned identity, by role and privilege, from a restricted IP range.', controls: ['ACC1', 'ACC2', 'ACC9'] },
  { id: 'TOM-03', source: 'tom', ref: '2', kind: 'technical', says: 'A provisioned user logs in over the VPN by SSH with a private key, to a restricted address.', controls: ['ACC1', 'ACC5', 'ACC9'] },
  { id: 'TOM-04', source: 'tom', ref: '2', kind: 'technical', says: 'Keys rotate on a set schedule; whoever held an old key is out.', controls: ['ACC5', 'ACC14'] },
  { id: 'TOM-05', source: 'tom', ref: '2', kind: 'technical', says: 'All access attempts, successful or not, are logged and monitored.', controls: ['LOG3', 'LOG4', 'MON8'] },
  { id: 'TOM-06', source: 'tom', ref: '2', kind: 'technical', says: 'Direct access to server instances takes multi-factor authentication with a time-based one-time code.', controls: ['ACC3', 'ACC4'] },
  { id: 'TOM-07', source: 'tom', ref: '2', kind: 'technical', says: 'Firewalls, proxy servers and state-of-the-art encryption protect further, by risk.', controls: ['NET4', 'NET7', 'ENC1'] },
  { id: 'TOM-08', source: 'tom', ref: '3', kind: 'technical', says: 'Data is reached only under an authorisation, by least privilege and need to know, role by role.', controls: ['ACC6', 'ACC7'] },
  { id: 'TOM-09', source: 'tom', ref: '3', kind: 'technical', says: 'Personal data itself is encrypted where risk asks for it.', controls: ['ENC1', 'TEN3'] },
  { id: 'TOM-10', source: 'tom', ref: '4', kind: 'technical', says: 'HTTPS with SHA-256 certificates.', controls: ['EDG3', 'EDG4'] },
  { id: 'TOM-11', source: 'tom', ref: '4', kind: 'technical', says: "File transfer by SFTP over SSH, the server authenticated and the client's user known to the protocol.", controls: ['DAT7'] },
  { id: 'TOM-12', source: 'tom', ref: '4', kind: 'technical', says: 'Data is protected from creation to deletion by its classification.', controls: ['DAT3', 'DAT4'] },
  { id: 'TOM-13', source: 'tom', ref: '4', kind: 'technical', says: 'Remote access crosses a firewall in a VPN tunnel, and disks are fully encrypted.', controls: ['ACC2', 'ENC1'] },
  { id: 'TOM-14', source: 'tom', ref: '4', kind: 'technical', says: 'Personal data leaves the EEA only with adequate protection, otherwise not.', controls: ['RES1', 'RES2'] },
  { id: 'TOM-15', source: 'tom', ref: '5', kind: 'technical', says: 'All input is checked against SQL injection, cross-site scripting, session attacks, insecure direct object access and the rest of the OWASP ten.', controls: ['EDG1', 'EDG2'] },
  { id: 'TOM-16', source: 'tom', ref: '5', kind: 'technical', says: 'Inputs are logged, so that it can be reviewed who entered, altered or deleted personal data.', controls: ['LOG5'] },
  { id: 'TOM-17', source: 'tom', ref: '6', kind: 'organisational', says: "Data is processed under the principal's instructions, in an agreement.", controls: ['RES3'] },
  { id: 'TOM-18', source: 'tom', ref: '7', kind: 'technical', says: 'Data is stored in several places with parallel redundancy and a central backup; data centres can be switched in a disaster.', controls: ['AVA1', 'AVA4', 'AVA5', 'BAK3'] },
  { id: 'TOM-19', source: 'tom', ref: '7.1 to 7.6', kind: 'technical', says: 'A disaster recovery plan sets tools and procedures: limit the interruption, alternatives set up ahead, trained people, rapid restoration.', controls: ['AVA5', 'AVA6', 'BAK8'] },
  { id: 'TOM-20', source: 'tom', ref: '7', kind: 'technical', says: 'Data no longer needed is deleted promptly: locked first, and gone for good after a delay.', controls: ['DAT2', 'DAT4'] },
  { id: 'TOM-21', source: 'tom', ref: '8', kind: 'technical', says: 'Testing and production systems are separated, and so are functions.', controls: ['SEP1', 'SEP3', 'ACC7'] },
  { id: 'TOM-22', source: 'tom', ref: '8', kind: 'technical', says: "One customer's data is logically separated from others'.", controls: ['TEN1', 'TEN2'] },
  { id: 'TOM-23', source: 'tom', ref: '8', kind: 'technical', says: 'Each customer has a unique encryption key from a FIPS 140-2 validated library.', controls: ['TEN3', 'ENC4'] },
  { id: 'TOM-24', source: 'tom', ref: '8', kind: 'technical', says: "Stored data carries the customer's account code; key and code come from two systems, each a check on the other.", controls: ['TEN4'] },
  { id: 'TOM-25', source: 'tom', ref: '8', kind: 'technical', says: 'Customer keys are protected by a master key in a central, restricted key management system.', controls: ['KEY1', 'ENC2', 'TEN3'] },
  { id: 'TOM-26', source: 'tom', ref: '8', kind: 'technical', says: 'Use of the master key takes a strict approval, with several executives.', controls: ['KEY3'] },
  { id: 'TOM-27', source: 'tom', ref: '8', kind: 'technical', says: 'Master keys are for senior production engineers only; access is logged, monitored and alerted on by security in a SIEM.', controls: ['KEY1', 'KEY2', 'LOG7'] },
  { id: 'TOM-28', source: 'tom', ref: '8', kind: 'technical', says: 'Archived data is encrypted at rest, and in transit by TLS.', controls: ['ENC1', 'ENC3', 'DAT5'] },
  { id: 'TOM-29', source: 'tom', ref: '9', kind: 'attested', says: 'Data centres hold SOC 3, PCI DSS, ISO 27001 and FISMA.', controls: ['RES3'] },
  { id: 'TOM-30', source: 'tom', ref: '9', kind: 'technical', says: 'On written request the customer gets the newest certification and attestation reports.', controls: ['EVI1'] },
  { id: 'TOM-31', source: 'tom', ref: 'preamble', kind: 'technical', says: 'Measures may change over time, but never fall short of those described.', controls: ['REL3'] },
] as const satisfies readonly ClauseRow[];

/** Id of a clause. */
export type ClauseId = (typeof ROWS)[number]['id'];

/** One promise of a source document. */
export interface Clause extends ClauseRow {
  readonly id: ClauseId;
}

/** Every clause, by document. Data only. */
export const CLAUSES: readonly Clause[] = ROWS;
