import type { Framework } from './framework';

/** Article 32 of the General Data Protection Regulation, (EU) 2016/679. Its paragraphs bear no titles: these say what each is about. */
export const GDPR_ARTICLE_32: Framework = {
  id: 'gdpr-article-32',
  name: 'GDPR Article 32',
  url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
  requirements: [
    { number: '32(1)(a)', title: 'Pseudonymisation and encryption', controls: ['ENC1', 'ENC2', 'ENC3', 'ENC4', 'ENC5', 'EDG3', 'KEY1', 'TEN3', 'TEN4', 'BAK4', 'DAT9'] },
    { number: '32(1)(b)', title: 'Confidentiality, integrity, availability and resilience', controls: ['SEP1', 'SEP2', 'SEP3', 'NET1', 'NET2', 'NET3', 'NET4', 'NET10', 'EDG1', 'ACC1', 'ACC6', 'ACC7', 'TEN1', 'TEN2', 'LOG2', 'AVA1', 'AVA2', 'AVA3', 'DAT1'] },
    { number: '32(1)(c)', title: 'Timely restoration after an incident', controls: ['BAK1', 'BAK2', 'BAK3', 'BAK7', 'BAK8', 'BAK9', 'AVA4', 'AVA5', 'AVA6'] },
    { number: '32(1)(d)', title: 'Regular testing of the measures', controls: ['REL3', 'OPS3', 'OPS4', 'ACC13', 'BAK8', 'LOG6', 'EVI1'] },
    { number: '32(2)', title: 'Protection from accidental or unlawful destruction, loss, alteration, disclosure or access', controls: ['DAT2', 'DAT3', 'SEP4', 'LOG5', 'NET8', 'BAK5', 'BAK6', 'KEY2'] },
    { number: '32(4)', title: 'Processing by people on instructions only', controls: ['ACC6', 'ACC7', 'ACC10', 'ACC11', 'LOG4'] },
  ],
};
