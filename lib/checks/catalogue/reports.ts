import type { ClauseId } from './clauses';
import type { ControlId } from './controls';

/** A report, certificate, agreement or record that answers for what no template can show. */
export interface Report {
  readonly id: string;
  readonly name: string;
  /** Who issues it. */
  readonly by: string;
  /** Where the current one is fetched: a page, or the place in the organisation's own administration. */
  readonly where: string;
  /** The controls of kind `attested` that it answers for. */
  readonly controls: readonly ControlId[];
  /** The attested and organisational clauses that it answers for. */
  readonly clauses: readonly ClauseId[];
}

const AWS = 'Amazon Web Services';
const ARTIFACT = 'https://console.aws.amazon.com/artifact/reports';
const OWN = 'the organisation itself';

/** What answers for attested and organisational clauses. Data only. */
export const REPORTS: readonly Report[] = [
  { id: 'aws-iso-27001', name: 'ISO/IEC 27001 certificate, with 27017 and 27018', by: AWS, where: 'https://aws.amazon.com/compliance/iso-27001-faqs/', controls: ['RES3'], clauses: ['PHA-01', 'FIG-04', 'WEB-12', 'TOM-29'] },
  { id: 'aws-iso-9001', name: 'ISO 9001 certificate', by: AWS, where: 'https://aws.amazon.com/compliance/iso-9001-faqs/', controls: ['RES3'], clauses: ['PHA-19'] },
  { id: 'host-nen-7510', name: "NEN 7510 certificate of the hosting organisation, which rests on the provider's ISO/IEC 27001 certificate", by: OWN, where: 'register of the security officer', controls: ['RES3'], clauses: ['PHA-01'] },
  { id: 'aws-soc-1', name: 'SOC 1 type 2 report (ISAE 3402)', by: AWS, where: ARTIFACT, controls: ['RES3'], clauses: ['FIG-04', 'WEB-12'] },
  { id: 'aws-soc-2', name: 'SOC 2 type 2 report: physical security, environment, staff', by: AWS, where: ARTIFACT, controls: ['RES3'], clauses: ['PHA-05', 'FIG-04', 'WEB-03', 'TOM-01'] },
  { id: 'aws-soc-3', name: 'SOC 3 report', by: AWS, where: 'https://aws.amazon.com/compliance/soc-faqs/', controls: ['RES3'], clauses: ['PHA-05', 'TOM-29'] },
  { id: 'aws-pci-dss', name: 'PCI DSS attestation of compliance', by: AWS, where: ARTIFACT, controls: ['RES3'], clauses: ['TOM-29'] },
  { id: 'aws-fedramp', name: 'FedRAMP authorisation (FISMA)', by: AWS, where: 'https://aws.amazon.com/compliance/fedramp/', controls: ['RES3'], clauses: ['FIG-04', 'TOM-29'] },
  { id: 'aws-hipaa', name: 'HIPAA eligible services, business associate addendum', by: AWS, where: 'https://aws.amazon.com/compliance/hipaa-compliance/', controls: ['RES3'], clauses: ['FIG-04'] },
  { id: 'aws-kms-fips', name: 'FIPS 140 validation of the KMS hardware security modules', by: 'NIST, Cryptographic Module Validation Program', where: 'https://csrc.nist.gov/projects/cryptographic-module-validation-program/validated-modules/search', controls: ['ENC4'], clauses: [] },
  { id: 'aws-dpa', name: 'Data processing addendum and service level agreements of the provider', by: AWS, where: 'https://aws.amazon.com/service-terms/', controls: ['RES3'], clauses: ['PHA-19', 'TOM-17'] },
  { id: 'processing-agreement', name: "Data processing agreement with each customer, with the principal's instructions", by: OWN, where: 'contract register', controls: ['RES3'], clauses: ['TOM-17'] },
  { id: 'exchange-instructions', name: 'Instructions to customers on sending data', by: OWN, where: 'service handbook', controls: [], clauses: ['PHE-02'] },
  { id: 'personnel-access', name: 'List of who may open personnel data', by: OWN, where: 'register of the privacy officer', controls: [], clauses: ['PHE-06'] },
  { id: 'device-compliance', name: 'Compliance report of device management: antivirus, encryption, locks, storage', by: OWN, where: 'device management', controls: [], clauses: ['PHE-07', 'PHE-10'] },
  { id: 'penetration-test', name: 'Yearly report of penetration test, code review and vulnerability assessment', by: 'an outside tester', where: 'register of the security officer', controls: [], clauses: ['FIG-03'] },
];

/** What answers for a clause. */
export function reportsFor(clause: string): Report[] {
  return REPORTS.filter(({ clauses }) => clauses.some((id) => id === clause));
}
