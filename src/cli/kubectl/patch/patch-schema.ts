/** How lists and objects merge: by the keys and strategies that the server's description names. */
import { isJsonObject, type Json } from '../../../base/index.ts';
import { text } from '../objects/member.ts';
import type { OpenApiDocument, Schema } from '../wire/openapi.ts';

/** Where one stands in the description, while walking through an object. */
export class PatchSchema {
  private readonly document: OpenApiDocument | undefined;
  private readonly schema: Schema | undefined;

  constructor(document: OpenApiDocument | undefined, schema: Schema | undefined) {
    this.document = document;
    this.schema = schema;
  }

  member(name: string): { readonly schema: PatchSchema; readonly mergeKey: string; readonly strategies: readonly string[] } {
    const property = this.propertyOf(name);
    const strategies = text(property, 'x-kubernetes-patch-strategy').split(',').filter((word) => word !== '');
    const resolved = this.document?.resolve(property);
    const items = isJsonObject(resolved) && resolved.items !== undefined ? this.document?.resolve(resolved.items) : resolved;
    return { schema: new PatchSchema(this.document, items), mergeKey: text(property, 'x-kubernetes-patch-merge-key'), strategies };
  }

  private propertyOf(name: string): Json | undefined {
    if (!this.schema) return undefined;
    const properties = this.schema.properties;
    if (isJsonObject(properties) && Object.hasOwn(properties, name)) return properties[name];
    return this.schema.additionalProperties;
  }
}
