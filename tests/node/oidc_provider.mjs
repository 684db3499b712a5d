// A provider that nobody here wrote, npm's oidc-provider, on a loopback port of its own.
//
//   node oidc_provider.mjs '{"redirect_uri":"…","id_token":"RS256","userinfo":"ES256"}'
//
// Its first line on standard output is its issuer. It ends with its standard input.
// Whoever comes to sign in is the person of the last POST to /person, and has agreed already.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const asked = JSON.parse(process.argv[2] ?? '{}');
process.stdin.resume().on('end', () => process.exit());

const key = (alg, type, options) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
  alg,
  use: 'sig',
  kid: alg,
});
const keys = [
  key('RS256', 'rsa', { modulusLength: 2048 }),
  key('ES256', 'ec', { namedCurve: 'P-256' }),
];

let person = { sub: 'ana', given_name: 'Ana', usual_name: 'Martin', email: 'ana@example.org' };
const people = new Map();

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'maillage',
        client_secret: 'a-secret-of-the-tests-and-of-nothing-else',
        redirect_uris: [asked.redirect_uri],
        post_logout_redirect_uris: [asked.post_logout_redirect_uri],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: asked.id_token ?? 'RS256',
        ...(asked.userinfo ? { userinfo_signed_response_alg: asked.userinfo } : {}),
      },
    ],
    jwks: { keys },
    acrValues: ['eidas1', 'eidas2'],
    claims: {
      openid: ['sub', 'acr'],
      profile: ['given_name', 'family_name'],
      given_name: ['given_name'],
      usual_name: ['usual_name'],
      email: ['email'],
      phone: ['phone_number'],
      siret: ['siret'],
    },
    enabledJWA: {
      idTokenSigningAlgValues: ['RS256', 'ES256'],
      userinfoSigningAlgValues: ['RS256', 'ES256'],
    },
    features: {
      claimsParameter: { enabled: true },
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (ctx, sub) => ({ accountId: sub, claims: () => people.get(sub) }),
    cookies: { keys: ['only for tests'] },
    ttl: { AccessToken: 600, IdToken: 600, Interaction: 600, Grant: 600, Session: 600 },
  });

  const handle = provider.callback();
  server.on('request', async (request, response) => {
    try {
      if (request.url === '/person') {
        const parts = [];
        for await (const part of request) parts.push(part);
        person = JSON.parse(Buffer.concat(parts));
        response.writeHead(204).end();
      } else if (request.url.startsWith('/interaction/')) {
        await agree(provider, request, response);
      } else {
        handle(request, response);
      }
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  console.log(issuer);
});

/** Signs the person in and agrees to everything that is asked. */
async function agree(provider, request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    people.set(person.sub, person);
    const login = { accountId: person.sub, acr: person.acr ?? 'eidas1', amr: ['pwd'] };
    return provider.interactionFinished(request, response, { login });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const claims = prompt.details.missingOIDCClaims;
  if (claims) grant.addOIDCClaims(claims);
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { consent }, {
    mergeWithLastSubmission: true,
  });
}
