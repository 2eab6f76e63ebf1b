/** Writes of which expressions are asked: by the rules of their kind's schema, or by policies that somebody has bound. */
import type { JsonObject } from '../../base/index.ts';
import { celCode } from '../cel-code.ts';
import type { PolicedWrite } from '../cel/demand-policies.ts';
import { statesRules } from '../kinds/custom/states-rules.ts';
import { definitionsTable } from '../kinds/custom-resource-definition/custom-resource-definition.ts';
import { validatingAdmissionPolicyKind } from '../kinds/validating-admission-policy/kind.ts';
import { validatingAdmissionPolicyBindingKind } from '../kinds/validating-admission-policy-binding/kind.ts';
import type { Kind } from '../kinds/kind.ts';
import type { ApiServer } from './api-server.ts';
import type { WriteOptions } from './write-options.ts';

/** Before anything of the write is done, because it is done again when the code has come. */
export function askForExpressions(server: ApiServer, kind: Kind, object: object): void {
  if (celCode.isThere) return;
  const { table, custom, storage } = kind;
  const schema = custom?.schemaOf(storage);
  if (isPoliced(server) || table === validatingAdmissionPolicyKind.table || (schema && statesRules(schema)) || (table === definitionsTable && statesRules(object as JsonObject))) celCode.get();
}

function isPoliced({ store }: ApiServer): boolean {
  return store.size(validatingAdmissionPolicyBindingKind.table) > 0;
}

/** Throws what the first policy says that refuses it. */
export function demandByPolicies(server: ApiServer, user: string, write: PolicedWrite, options: WriteOptions): void {
  if (isPoliced(server)) celCode.get().demandPolicies(server, user, write, options);
}
