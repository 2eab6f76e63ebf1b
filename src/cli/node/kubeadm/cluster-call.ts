/** What kubeadm asks of a cluster: by the administrator's kubeconfig of the node, or by an address that it was told. */
import { decodeBase64, decodeUtf8, parseJson, distrustServer, parseYaml, type Json, type JsonObject } from '../../../base/index.ts';
import { errorCode, NetError, netWords, request, type Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { text } from '../../kubectl/objects/member.ts';

export const adminConf = '/etc/kubernetes/admin.conf';

export interface Server {
  readonly address: string;
  readonly port: number;
  /** Anonymous without either. */
  readonly certificate?: string; // as PEM
  readonly token?: string;
  /** As PEM; left out, whoever answers is believed. */
  readonly authority?: string;
}

/** Throws CommandError when the node has no administrator's kubeconfig. */
export function serverOfAdmin(p: Process, path = adminConf): Server {
  const config = parseConfig(fileText(p, path), path);
  const pem = decoded(text(config, 'users', 0, 'user', 'client-certificate-data'));
  return { ...addressOf(text(config, 'clusters', 0, 'cluster', 'server')), certificate: pem, authority: decoded(text(config, 'clusters', 0, 'cluster', 'certificate-authority-data')) };
}

export function fileText(p: Process, path: string): string {
  try {
    return p.files.readText(path);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    throw new CommandError(`failed to load admin kubeconfig: open ${path}: ${errorCode(error) === 'EACCES' ? 'permission denied' : 'no such file or directory'}`);
  }
}

export function parseConfig(content: string, path: string): JsonObject {
  const document = parseYaml(content);
  if ('error' in document) throw new CommandError(`error loading config file "${path}": ${document.error}`);
  return (document.value ?? {}) as JsonObject;
}

/** `https://192.168.49.10:6443` or without the scheme. */
export function addressOf(server: string): { readonly address: string; readonly port: number } {
  const match = /^(?:https?:\/\/)?([^:/]+):(\d+)$/.exec(server);
  if (!match) throw new CommandError(`invalid API server endpoint "${server}"`);
  return { address: match[1]!, port: Number(match[2]) };
}

export function decoded(base64: string): string {
  const bytes = decodeBase64(base64);
  return 'bytes' in bytes ? decodeUtf8(bytes.bytes) : '';
}

function untrusted(why: string | undefined): Error | undefined {
  return why === undefined ? undefined : new CommandError(`tls: failed to verify certificate: ${why}`);
}

export interface Answer {
  readonly status: number;
  readonly body: Json;
}

export function* callServer(p: Process, { address, port, certificate, token, authority }: Server, method: string, path: string, body?: Json): Task<Answer> {
  try {
    const response = yield* request(
      { host: address, port },
      { method, path, headers: { accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'kubeadm/v1.36.1', ...(token !== undefined && { authorization: `Bearer ${token}` }) }, ...(certificate && { certificate }), ...(authority && { verify: (shown: string) => untrusted(distrustServer(shown, authority, address, p.host.wallMs)) }), timeoutMs: 10_000, ...(body !== undefined && { body: JSON.stringify(body) }) },
    );
    return { status: response.status, body: parseJson(yield* response.text()) };
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    throw new CommandError(`Get "https://${address}:${port}${path}": dial tcp ${address}:${port}: connect: ${netWords(error.code).toLowerCase()}`);
  }
}
