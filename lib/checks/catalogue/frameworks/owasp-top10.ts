import type { Framework } from './framework';

/** OWASP Top 10:2021, as far as infrastructure helps: the application's own code has its part in each. */
export const OWASP_TOP_10: Framework = {
  id: 'owasp-top-10-2021',
  name: 'OWASP Top 10:2021',
  url: 'https://owasp.org/Top10/2021/',
  requirements: [
    { number: 'A01', title: 'Broken Access Control', controls: ['ACC6', 'ACC7', 'AUT2', 'NET10', 'SEP3', 'TEN1', 'TEN2', 'TEN4'] },
    { number: 'A02', title: 'Cryptographic Failures', controls: ['EDG3', 'EDG4', 'ENC1', 'ENC2', 'ENC3', 'ENC4', 'ENC5', 'KEY1', 'SEC1', 'SEC2', 'TEN3'] },
    { number: 'A03', title: 'Injection', controls: ['EDG1'] },
    { number: 'A04', title: 'Insecure Design', controls: ['SEP1', 'SEP2', 'NET4', 'EDG5'] },
    { number: 'A05', title: 'Security Misconfiguration', controls: ['EDG6', 'NET3', 'NET10', 'NET11', 'REL3', 'REL4'] },
    { number: 'A06', title: 'Vulnerable and Outdated Components', controls: ['OPS1', 'OPS2', 'OPS3', 'OPS4'] },
    { number: 'A07', title: 'Identification and Authentication Failures', controls: ['AUT1', 'AUT3', 'EDG5', 'ACC3', 'ACC4', 'ACC12', 'ACC14'] },
    { number: 'A08', title: 'Software and Data Integrity Failures', controls: ['REL1', 'REL2', 'DAT8', 'LOG2'] },
    { number: 'A09', title: 'Security Logging and Monitoring Failures', controls: ['EDG2', 'LOG1', 'LOG3', 'LOG5', 'LOG6', 'LOG7', 'MON5', 'MON6', 'MON8'] },
    { number: 'A10', title: 'Server-Side Request Forgery (SSRF)', controls: ['NET7', 'NET8', 'EDG1'] },
  ],
};
