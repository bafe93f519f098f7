import { all, demand, type Rule, sessionInputs, whenShell } from '../../rule';

/** Most minutes without a keystroke, and of a whole session: a working day. */
const MOST = { idle: 20, whole: 8 * 60 };

export const SsmSessionsEnd: Rule = {
  id: 'SsmSessionsEnd',
  title: 'A shell of Session Manager ends after 20 idle minutes, and after a working day.',
  why: 'A session that nobody ends is open to whoever comes to the desk.',
  mend: 'Set idleSessionTimeout to 20 or less and maxSessionDuration to 480 or less, in minutes.',
  controls: ['LOG4'],
  references: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-timeout.html', 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-max-timeout.html'],
  types: ['AWS::SSM::Document'],
  check: (document) => whenShell(document, () => all([
    demand(sessionInputs(document).at('idleSessionTimeout'), ({ number = MOST.idle }) => number <= MOST.idle, `a session lasts more than ${MOST.idle} idle minutes`),
    demand(sessionInputs(document).at('maxSessionDuration'), ({ number = Infinity }) => number <= MOST.whole, 'a session lasts longer than a working day'),
  ])),
};
