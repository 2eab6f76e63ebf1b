/** The CRI from the client's side: a method of a service asked at containerd's socket, and its refusals in crictl's words. */
import { encodeUtf8, isJsonObject, parseJson, type Json, type JsonObject } from '../../../base/index.ts';
import { NetError, request, type Response } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { list, text } from '../../kubectl/objects/member.ts';
import type { NodeCall } from '../tool.ts';

const defaultEndpoint = 'unix:///run/containerd/containerd.sock';

function* open({ p, flags }: NodeCall, path: string, query: ReadonlyMap<string, readonly string[]>, body?: Json): Task<Response> {
  const endpoint = flags.text('runtime-endpoint') || p.env.get('CONTAINER_RUNTIME_ENDPOINT') || defaultEndpoint;
  const unix = endpoint.replace(/^unix:\/\//, '');
  try {
    return yield* request({ unix }, { method: 'POST', path, query, ...(body !== undefined && { body: encodeUtf8(JSON.stringify(body)) }) });
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    const why = error.code === 'EACCES' ? 'permission denied' : error.code === 'ENOENT' ? 'no such file or directory' : 'connection refused';
    throw new CommandError(`validate service connection: validate CRI v1 runtime API for endpoint "${endpoint}": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix ${unix}: connect: ${why}"`);
  }
}

function* ask(call: NodeCall, service: string, method: string, message: Json): Task<JsonObject> {
  const response = yield* open(call, `/runtime.v1.${service}/${method}`, new Map(), message);
  const parsed = parseJson(yield* response.text());
  const answer = isJsonObject(parsed) ? parsed : {};
  if (response.status !== 200) throw new CommandError(`rpc error: code = ${text(answer, 'code')} desc = ${text(answer, 'message')}`);
  return answer;
}

export function askRuntime(call: NodeCall, method: string, message: Json = {}): Task<JsonObject> {
  return ask(call, 'RuntimeService', method, message);
}

export function askImages(call: NodeCall, method: string, message: Json = {}): Task<JsonObject> {
  return ask(call, 'ImageService', method, message);
}

/** The printed lines of a container, as a stream. */
export function* openLog(call: NodeCall, id: string, query: ReadonlyMap<string, readonly string[]>): Task<Response> {
  const response = yield* open(call, `/logs/${id}`, query);
  if (response.status === 200) return response;
  const answer = parseJson(yield* response.text());
  throw new CommandError(`rpc error: code = ${text(answer, 'code')} desc = ${text(answer, 'message')}`);
}

export function objects(answer: JsonObject, name: string): readonly JsonObject[] {
  return list(answer, name).filter(isJsonObject);
}

export function texts(of: JsonObject, name: string): readonly string[] {
  return list(of, name).map(String);
}
