// A server of a folder's files: HTTP/1.1 with brotli, as our own server answers.
import fs from 'node:fs';
import http from 'node:http';
import { extname } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript' };

/** Starts it with every file of the folder already compressed; gives its address and how to stop it. */
export async function serve(folder) {
  const files = new Map(fs.readdirSync(folder).filter((name) => TYPES[extname(name)]).map((name) => [
    `/${name}`,
    { type: TYPES[extname(name)], body: brotliCompressSync(fs.readFileSync(`${folder}/${name}`)) },
  ]));
  const server = http.createServer((request, response) => {
    const file = files.get(request.url);
    if (!file) return response.writeHead(404).end();
    if (!/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) return response.writeHead(406).end();
    const headers = { 'content-type': file.type, 'content-encoding': 'br', 'content-length': file.body.length };
    return response.writeHead(200, headers).end(file.body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const weight = [...files.values()].reduce((sum, { body }) => sum + body.length, 0);
  return { base: `http://127.0.0.1:${server.address().port}`, weight, stop: () => server.close() };
}
