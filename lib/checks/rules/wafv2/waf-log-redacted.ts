import { all, compliant, open, violation, type Resource, type Rule, type Value, type Verdict } from '../../rule';

const SECRET_HEADERS = ['authorization', 'cookie'];

export const WafLogRedacted: Rule = {
  id: 'WafLogRedacted',
  title: 'The web application firewall\'s log holds no credentials and no cookies.',
  why: 'Whoever reads the log could otherwise take over every session in it.',
  mend: 'Redact the single headers authorization and cookie, in RedactedFields or in the web ACL\'s DataProtectionConfig.',
  controls: ['EDG2'],
  references: ['https://docs.aws.amazon.com/waf/latest/developerguide/waf-data-protection-and-logging.html'],
  types: ['AWS::WAFv2::LoggingConfiguration'],
  check: (logging) => all(SECRET_HEADERS.map((header) => redacts(logging, header))),
};

function redacts(logging: Resource, header: string): Verdict {
  const acl = logging.at('ResourceArn').target;
  const redacted = [
    ...logging.at('RedactedFields').items.map((field) => field.at('SingleHeader', 'Name')),
    ...(acl?.at('DataProtectionConfig', 'DataProtections').items ?? []).flatMap(protectedHeaders),
  ];
  const found = redacted.find(({ text }) => text?.toLowerCase() === header);
  const vague = [logging.at('RedactedFields'), ...redacted].find((value) => value.open !== undefined);
  return found ? compliant(found) : vague ? open(vague) : violation(`the header ${header} is logged`, logging.at('RedactedFields'));
}

function protectedHeaders(protection: Value): Value[] {
  const field = protection.at('Field');
  return field.at('FieldType').text === 'SINGLE_HEADER' ? field.at('FieldKeys').items : [];
}
