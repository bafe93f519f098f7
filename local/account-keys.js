/**
 * A CDK CLI plugin for bootstrapping the emulator: hands out keys of any account, obtained with AssumeRole as an
 * administrator of the organisation would. Deploying needs no plugin: it goes through the bootstrapped roles.
 */
const ENDPOINT = process.env.AWS_ENDPOINT_URL;

async function keysOf(account) {
  const body = new URLSearchParams({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`,
    RoleSessionName: 'bootstrap',
  });
  const headers = { Authorization: 'AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=none' };
  const answer = await fetch(ENDPOINT, { method: 'POST', body, headers });
  const text = await answer.text();
  const field = (name) => {
    const [, value] = new RegExp(`<${name}>([^<]+)</${name}>`).exec(text) ?? [];
    if (!value) throw new Error(`AssumeRole for ${account} gave no ${name}: ${text}`);
    return value;
  };
  return { accessKeyId: field('AccessKeyId'), secretAccessKey: field('SecretAccessKey'), sessionToken: field('SessionToken') };
}

module.exports = {
  version: '1',
  init: (host) => host.registerCredentialProviderSource({
    name: 'emulated accounts',
    isAvailable: async () => true,
    canProvideCredentials: async () => true,
    getProvider: async (account) => keysOf(account),
  }),
};
