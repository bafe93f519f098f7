import { X509Certificate } from 'node:crypto';
import type { Problems } from '../shared/problems';

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
const SIGNATURES = 'http://www.w3.org/2000/09/xmldsig#';
/** What IAM takes, in characters. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html */
const LENGTH_MAX = 10_000_000;
/** Deep enough for any metadata. */
const DEPTH_MAX = 50;
const RSA_BITS_MIN = 2048;

/** An element of an XML document, its names resolved: `<namespace> <name>`. */
interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly namespaces: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

/**
 * Records what is wrong with the metadata of a SAML identity provider: IAM itself takes a provider whose certificates have expired, and
 * then nobody can sign in, or whoever got hold of an old key can.
 *
 * @param now the moment by which certificates and document must not have expired
 */
export function requireSamlMetadata(problems: Problems, path: string, xml: string, now: Date): void {
  const shown = xml.length > 60 ? `${xml.slice(0, 60)}…` : xml;
  const flaw = (mend: string) => problems.require(false, path, shown, mend);
  if (xml.length > LENGTH_MAX) {
    flaw(`Give at most ${LENGTH_MAX} characters: IAM takes no more.`);
    return;
  }
  const root = parseXml(xml);
  if (!root) {
    flaw('Give the metadata document that the identity provider publishes: this is no well-formed XML, or it declares a document type.');
    return;
  }
  if (root.name !== `${METADATA} EntityDescriptor`) {
    flaw('Give the metadata of one identity provider: the document\'s element must be EntityDescriptor of SAML 2.0.');
    return;
  }
  if (!root.attributes.get('entityID')) {
    flaw('Give metadata with an entityID: without it nobody knows who signed an assertion.');
  }
  const validUntil = root.attributes.get('validUntil');
  if (validUntil !== undefined && !(Date.parse(validUntil) > now.getTime())) {
    flaw(`Fetch the metadata anew: it was valid until ${validUntil}.`);
  }
  const provider = root.children.find(({ name }) => name === `${METADATA} IDPSSODescriptor`);
  if (!provider) {
    flaw('Give the metadata of an identity provider, with an IDPSSODescriptor: this may be that of a service provider.');
    return;
  }
  if (!provider.children.some(({ name, attributes }) => name === `${METADATA} SingleSignOnService` && /^https:\/\//.test(attributes.get('Location') ?? ''))) {
    flaw('Give metadata with a SingleSignOnService whose Location begins with https://.');
  }
  flawsOfCertificates(provider, now).forEach(flaw);
}

function flawsOfCertificates(provider: Element, now: Date): string[] {
  const signing = provider.children.filter(({ name, attributes }) => name === `${METADATA} KeyDescriptor` && attributes.get('use') !== 'encryption');
  const texts = signing.flatMap((key) => descendants(key, `${SIGNATURES} X509Certificate`)).map((element) => element.text.replace(/\s/g, ''));
  const certificates = texts.map(readCertificate);
  if (certificates.length === 0) {
    return ['Give metadata with a signing certificate: without one no assertion can be checked.'];
  }
  const flaws = certificates.map((certificate, i) => flawOfCertificate(certificate, `Signing certificate ${i + 1}`, now)).filter((flaw) => flaw !== undefined);
  const begun = certificates.some((certificate) => certificate && Date.parse(certificate.validFrom) <= now.getTime());
  return begun || flaws.length > 0 ? flaws : ['Give metadata with a signing certificate that is valid already.'];
}

function flawOfCertificate(certificate: X509Certificate | undefined, what: string, now: Date): string | undefined {
  if (!certificate) {
    return `${what} cannot be read. Fetch the metadata anew.`;
  }
  if (!(Date.parse(certificate.validTo) > now.getTime())) {
    return `${what} expired on ${new Date(certificate.validTo).toISOString().slice(0, 10)}. Rotate it at the identity provider, or take it out of the metadata.`;
  }
  const bits = certificate.publicKey.asymmetricKeyDetails?.modulusLength;
  return bits !== undefined && bits < RSA_BITS_MIN ? `${what} has an RSA key of ${bits} bits. Rotate it to one of ${RSA_BITS_MIN} or more.` : undefined;
}

function readCertificate(base64: string): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}

function descendants(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => (child.name === name ? [child] : descendants(child, name)));
}

const NAME = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?';
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'g');
/** What may stand at a place: a comment, a processing instruction, character data, an end tag, a start tag, text. No document type. */
const TOKEN = new RegExp([
  '<!--[^]*?-->', '<\\?[^]*?\\?>', '<!\\[CDATA\\[([^]*?)\\]\\]>', `</(${NAME})\\s*>`,
  `<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, '([^<]+)',
].join('|'), 'y');
const ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/;

/** The root of a well-formed document. Undefined if it is not, or has a document type: entities of its own would hide what it says. */
function parseXml(xml: string): Element | undefined {
  const document: Element = { name: '', attributes: new Map(), namespaces: new Map(), children: [], text: '' };
  const open: { element: Element; tag: string }[] = [{ element: document, tag: '' }];
  const text = xml.replace(/^\uFEFF/, '');
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text);
    if (!token || !take(token, open)) {
      return undefined;
    }
  }
  return open.length === 1 && document.children.length === 1 && document.text.trim() === '' ? document.children[0] : undefined;
}

/** Adds a token to the document. False if it may not stand there. */
function take(token: RegExpExecArray, open: { element: Element; tag: string }[]): boolean {
  const [, data, end, start, attributes, empty, text] = token;
  const top = open[open.length - 1];
  if (end !== undefined) {
    return open.length > 1 && open.pop()!.tag === end;
  }
  if (start !== undefined) {
    const element = elementOf(start, attributes, top.element);
    if (!element || open.length > DEPTH_MAX) {
      return false;
    }
    top.element.children.push(element);
    if (empty === '') {
      open.push({ element, tag: start });
    }
    return true;
  }
  top.element.text += data ?? text ?? '';
  return text === undefined || !ENTITY.test(text);
}

/** An element with its names resolved. Undefined if an attribute stands there twice or a prefix is bound to nothing. */
function elementOf(tag: string, attributeText: string, parent: Element): Element | undefined {
  const attributes = new Map<string, string>();
  for (const [, name, doubleQuoted, singleQuoted] of attributeText.matchAll(ATTRIBUTE)) {
    const value = doubleQuoted ?? singleQuoted;
    if (attributes.has(name) || ENTITY.test(value)) {
      return undefined;
    }
    attributes.set(name, value);
  }
  const bound = [...attributes].filter(([name]) => /^xmlns(:|$)/.test(name)).map(([name, value]) => [name.slice(6), value] as const);
  const namespaces = bound.length > 0 ? new Map([...parent.namespaces, ...bound]) : parent.namespaces;
  const [local, prefix = ''] = tag.split(':').reverse();
  const namespace = namespaces.get(prefix);
  return prefix !== '' && namespace === undefined ? undefined : { name: `${namespace ?? ''} ${local}`, attributes, namespaces, children: [], text: '' };
}
