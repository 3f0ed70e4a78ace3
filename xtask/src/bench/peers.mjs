// The same work as our receiver, with the usual parts: verify the signature over the raw bytes, make a job
// durable, answer 202.
import { createHmac, timingSafeEqual } from 'node:crypto';
import Fastify from 'fastify';
import { makeWorkerUtils } from 'graphile-worker';
import pg from 'pg';
import PgBoss from 'pg-boss';

const connectionString = process.env.DATABASE_URL;
const key = Buffer.from(process.env.SECRET.replace('whsec_', ''), 'base64');
const boss = new PgBoss({ connectionString, max: 16, supervise: false, schedule: false });
boss.on('error', console.error);
await boss.start();
await boss.createQueue('dispatch');
const pgPool = new pg.Pool({ connectionString, max: 16 });
const graphile = await makeWorkerUtils({ pgPool });
await graphile.migrate();

const app = Fastify({ bodyLimit: 262144 });
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
const verify = (request) => {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given } = request.headers;
  const expected = createHmac('sha256', key).update(`${id}.${at}.`).update(request.body).digest();
  const found = Buffer.from(String(given).slice(3), 'base64');
  return found.length === expected.length && timingSafeEqual(found, expected);
};
const take = (enqueue) => async (request, reply) => {
  if (!verify(request)) return reply.code(401).send({ error: 'signature' });
  await enqueue(request.headers['webhook-id'], JSON.parse(request.body));
  return reply.code(202).send({ duplicate: false });
};
app.post('/pg-boss', take((id, event) => boss.send('dispatch', event, { singletonKey: id })));
app.post('/graphile-worker', take((id, event) => graphile.addJob('dispatch', event, { jobKey: id })));
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
