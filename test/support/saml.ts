/** Self-signed certificates of an identity provider that does not exist; nobody has their keys. All begin on 2026-11-22. */
export const CERTIFICATES = {
  /** Elliptic curve P-256, until 2036-11-19. */
  lasting: 'MIIBiDCCAS+gAwIBAgIUKrPxxFSqInl0VXAd1jEW5shUvlwwCgYIKoZIzj0EAwIwGjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29tMB4XDTI2MTEyMjAzMDIzN1oXDTM2MTExOTAzMDIzN1owGjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEY4gQETqA1F2YkQpEvTdHad1nmc96qrffTNuDN6ljvJfpbdH4zGBTKk+ogcmksAQH7DU9vg0BNWbUBT+S/YxZb6NTMFEwHQYDVR0OBBYEFHniwgVp6yMCsaxJ5KF0r7Tw3NzaMB8GA1UdIwQYMBaAFHniwgVp6yMCsaxJ5KF0r7Tw3NzaMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIga/Nn4MA/hZFw5fXquw6noPAzP/jXSPDDkdYM3x74sMACIA0uzaDqmDjbxAc3dvSTyAu8BjVUNsVv7CxzTeA2II0e',
  /** Elliptic curve P-256, until 2026-12-22. */
  brief: 'MIIBiDCCAS+gAwIBAgIUdXKAtWMLB4agjQOyLBQ4O3h8Ti4wCgYIKoZIzj0EAwIwGjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29tMB4XDTI2MTEyMjAzMDIzN1oXDTI2MTIyMjAzMDIzN1owGjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEd9SySs3kgtiMwozyMcYurikJVKdGi3JuCdNe5sO3uha//BIEKh9GT/6doWJqZy0iqNqcL57uFd3rvzq5d+GExKNTMFEwHQYDVR0OBBYEFLI0j/WI7Eh4DckjMe2/qVfo//LEMB8GA1UdIwQYMBaAFLI0j/WI7Eh4DckjMe2/qVfo//LEMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgaIuuFDrulh8GDI2GygE0IVoSxOyP09ndm4Xu82mSkOMCIFLzMPA2YegrlNi0umTGWYWiE7/22kXP1PwMtIvewXmq',
  /** RSA with 1024 bits, until 2036-11-19. */
  weak: 'MIICEDCCAXmgAwIBAgIUGTwsRAUQHAWjremoDlHKM+wWG0cwDQYJKoZIhvcNAQELBQAwGjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29tMB4XDTI2MTEyMjAzMDIzN1oXDTM2MTExOTAzMDIzN1owGjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29tMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDc6HuFbHr4zhMhG1cMi3b513pzgkC5hrJmnZMfm5cCx1XeJJRBdmkb11sbdYPCNrktKhbSEUtUT6Pb/swiSDQiRSMTkbiSrTScILLus1lMFc5mFgOf44uPjdo+BKIo02ohP5CHH8g2yIXZOI4Uy2PsHLxSyFrtttREroP7jFvlAwIDAQABo1MwUTAdBgNVHQ4EFgQUyokSR/x1KaaoUv41uRbLCTpA3IcwHwYDVR0jBBgwFoAUyokSR/x1KaaoUv41uRbLCTpA3IcwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOBgQCvibnb7zfH0pMWVhDrA9R6oj8BuK6U/SIaF5HSumyvOQ0FMjfq6GBNmAbDJ1is1uDSdp2KhoXsrGjVnKr3JEhhxVIBOEXnnmEnxsz8Ft2okdjo7HTUiv3AwY7zeYmVvzcrxzudVQioq+VGq02ZkH4a2OCLv2Pmli/Mzjn+t01I0Q==',
};

/** A moment at which every certificate has begun and only the brief one has expired. */
export const NOW = new Date('2027-06-01T00:00:00Z');

/** The metadata of an identity provider, as providers publish it. */
export function samlMetadata(certificates: readonly string[] = [CERTIFICATES.lasting]): string {
  const keys = certificates.map((certificate) => `
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data><ds:X509Certificate>${certificate.replace(/(.{64})/g, '$1\n')}</ds:X509Certificate></ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- Published by the identity provider. -->
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com/saml">
  <md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${keys.join('')}
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/saml/sso?a=1&amp;b=2"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>
`;
}
