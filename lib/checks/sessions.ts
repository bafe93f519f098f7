import type { Resource, Value } from './template';
import { NOT_APPLICABLE, open, unknown, type Verdict } from './verdict';

/** What a session document says about its sessions. */
export function sessionInputs(document: Resource): Value {
  return document.at('Content').document.at('inputs');
}

/** The verdict on a document that opens shells of Session Manager; documents of other kinds have none. */
export function whenShell(document: Resource, verdict: () => Verdict): Verdict {
  const [type, content] = [document.at('DocumentType'), document.at('Content').document];
  if (type.open !== undefined) {
    return open(type);
  }
  if (type.text !== 'Session') {
    return NOT_APPLICABLE;
  }
  const kind = content.at('sessionType');
  return !content.isObject ? unknown('the content of the document is no JSON that can be read', content)
    : kind.open !== undefined ? open(kind) : kind.text === 'Standard_Stream' ? verdict() : NOT_APPLICABLE;
}
