import { all, any, demand, NOT_APPLICABLE, type Resource, type Rule, type Value, type Verdict, violation } from '../../rule';

/** Most days for which access may lie unused. */
const DAYS = 90;
/** Types of which every account of an estate has some. */
const ANYWHERE = ['AWS::AccessAnalyzer::Analyzer', 'AWS::IAM::Role', 'AWS::KMS::Key', 'AWS::S3::Bucket'];
const OUTSIDE = ['ACCOUNT', 'ORGANIZATION'];
const UNUSED = ['ACCOUNT_UNUSED_ACCESS', 'ORGANIZATION_UNUSED_ACCESS'];

export const AccessAnalyzerFindsBoth: Rule = {
  id: 'AccessAnalyzerFindsBoth',
  title: 'Where access is analysed, access from outside is found, and access that nobody has used for 90 days.',
  why: 'What is shared with the outside is seen at once; what was granted once and is used no more lies in wait for whoever takes the role over.',
  mend: 'Add an analyzer of unused access (ACCOUNT_ or ORGANIZATION_UNUSED_ACCESS, 90 days or less) to the one for outside access, or the other way round.',
  controls: ['ACC13'],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html'],
  types: ['AWS::AccessAnalyzer::Analyzer'],
  check: (analyzer) => {
    if (isPartOfEstate(analyzer)) {
      return NOT_APPLICABLE;
    }
    const others = analyzer.set.ofType('AWS::AccessAnalyzer::Analyzer').filter((other) => other.at('Type').text?.startsWith('ORGANIZATION') || other.account === analyzer.account);
    const found = (kinds: readonly string[], message: string): Verdict => any([
      ...others.map((other) => all([demand(other.at('Type'), ({ text = '' }) => kinds.includes(text), message), ...(kinds === UNUSED ? [soon(other)] : [])])),
      violation(message, analyzer.at('Type')),
    ]);
    return all([found(OUTSIDE, 'access from outside is not looked for'), found(UNUSED, 'access that nobody uses is not looked for'), ...(UNUSED.includes(analyzer.at('Type').text ?? '') ? [soon(analyzer)] : [])]);
  },
};

/** One environment of an estate alone: analyzers of the organisation stand in the security account, whose templates are not given. */
function isPartOfEstate({ accounts, set }: Resource): boolean {
  const [security] = Object.entries(accounts).find(([, owner]) => owner === 'security') ?? [];
  return security !== undefined && !ANYWHERE.some((type) => set.ofType(type).some(({ account }) => account === security));
}

/** Without an age, 90 days. */
function soon(analyzer: Resource): Verdict {
  const age: Value = analyzer.at('AnalyzerConfiguration', 'UnusedAccessConfiguration', 'UnusedAccessAge');
  return demand(age, ({ number = DAYS }) => number <= DAYS, `access lies unused for longer than ${DAYS} days before it is found`);
}
