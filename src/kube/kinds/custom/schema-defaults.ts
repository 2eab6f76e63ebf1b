/** Fills in the defaults that a custom kind's schema has. */
import { isJsonObject, ownMember, setMember, type Json, type JsonObject } from '../../../base/index.ts';

export function applyDefaults(value: JsonObject, schema: JsonObject | undefined): JsonObject {
  return schema === undefined ? value : (filled(value, schema) as JsonObject);
}

function filled(value: Json, schema: JsonObject): Json {
  if (Array.isArray(value)) {
    const { items } = schema;
    return isJsonObject(items) ? (value as readonly Json[]).map((item) => filled(item, items)) : value;
  }
  if (!isJsonObject(value)) return value;
  const { properties, additionalProperties } = schema;
  let result: Record<string, Json> | undefined;
  const set = (name: string, member: Json): void => {
    result ??= { ...value };
    setMember(result, name, member);
  };
  for (const [name, member] of Object.entries(isJsonObject(properties) ? properties : {})) {
    if (!isJsonObject(member)) continue;
    const given = ownMember(value, name);
    const present = given === undefined || (given === null && member['nullable'] !== true && member['default'] !== undefined) ? member['default'] : given;
    if (present === undefined) continue;
    const whole = filled(present, member);
    if (whole !== given) set(name, whole);
  }
  if (isJsonObject(additionalProperties)) {
    for (const [name, member] of Object.entries(value)) {
      const whole = filled(member, additionalProperties);
      if (whole !== member) set(name, whole);
    }
  }
  return result ?? value;
}
