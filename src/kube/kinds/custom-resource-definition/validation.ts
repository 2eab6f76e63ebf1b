/** What the server refuses of a CustomResourceDefinition. What all versions have alike is named by the place it had in v1beta1. */
import { deepEqual, type JsonObject } from '../../../base/index.ts';
import { celCode } from '../../cel-code.ts';
import { forbiddenField, immutableField, invalidValue, notSupported, oneOf, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { goStrings } from '../../meta/go-syntax.ts';
import { checkDns1035Label, checkDnsSubdomain } from '../../meta/names.ts';
import type { Release } from '../../meta/release.ts';
import { rulesSince, statesRules } from '../custom/states-rules.ts';
import { validateWebhookService, validateWebhookUrl } from '../webhook-client.ts';
import type { CustomConversion, CustomNames, CustomResourceDefinition, CustomVersion, PrinterColumn } from './custom-resource-definition.ts';
import { structuralErrors } from './structural.ts';

type Spec = CustomResourceDefinition['spec'];

/** The last release that took definitions of before v1, which had fewer rules. */
const lastOfBeta = 21;

export function validateDefinition({ spec, metadata }: CustomResourceDefinition, release: Release): readonly FieldError[] {
  const { names, group }: Partial<Spec> = spec;
  const name = `${names?.plural ?? ''}.${group ?? ''}`;
  return [
    ...(metadata.name === name ? [] : [invalidValue('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group')]),
    ...groupErrors(group),
    ...oneOf('spec.scope', spec.scope, ['Cluster', 'Namespaced']),
    ...versionErrors(spec, release),
    ...namesErrors(names ?? {}),
    ...sharedErrors(spec, release),
    ...conversionErrors(spec.conversion),
  ];
}

export function validateNewDefinition(definition: CustomResourceDefinition, release: Release): readonly FieldError[] {
  const isStrict = release.atLeast(lastOfBeta + 1);
  return [...storedErrors(definition), ...(isStrict || definition.spec.preserveUnknownFields !== true ? approvalErrors(definition, undefined) : []), ...(isStrict ? unknownFieldErrors(definition.spec) : [])];
}

export function validateDefinitionChange(definition: CustomResourceDefinition, old: CustomResourceDefinition, release: Release): readonly FieldError[] {
  const spec: Partial<Spec> = definition.spec;
  const isEstablished = old.status.conditions?.some(({ type, status }) => type === 'Established' && status === 'True') === true;
  const fixed = [
    ...(isEstablished ? [['spec.scope', spec.scope, old.spec.scope], ['spec.names.kind', spec.names?.kind, old.spec.names.kind]] as const : []),
    ['spec.group', spec.group, old.spec.group],
    ['spec.names.plural', spec.names?.plural, old.spec.names.plural],
  ] as const;
  return [
    ...fixed.filter(([, value, before]) => value !== before).map(([path, value]) => invalidValue(path, value, immutableField)),
    ...storedErrors(definition),
    ...approvalErrors(definition, old),
    ...(release.atLeast(lastOfBeta + 1) && old.spec.preserveUnknownFields !== true ? unknownFieldErrors(spec) : []),
  ];
}

const labelErrors = (path: string, value: string, prefix = '', checked = value): readonly FieldError[] => {
  const messages = checkDns1035Label(checked);
  return messages.length === 0 ? [] : [invalidValue(path, value, prefix + messages.join(','))];
};

function groupErrors(group: string | undefined): readonly FieldError[] {
  if (!group) return [requiredValue('spec.group')];
  const messages = checkDnsSubdomain(group);
  if (messages.length > 0) return [invalidValue('spec.group', group, messages.join(','))];
  return group.includes('.') ? [] : [invalidValue('spec.group', group, 'should be a domain with at least one dot')];
}

const versionsOf = (spec: Partial<Spec>): readonly CustomVersion[] => spec.versions ?? [];
const schemaOf = ({ schema }: CustomVersion): JsonObject | undefined => schema?.openAPIV3Schema;
const isShared = (versions: readonly CustomVersion[], part: (version: CustomVersion) => unknown): boolean =>
  versions.every((version) => part(version) !== undefined && deepEqual(part(version), part(versions[0]!)));

function versionErrors(spec: Spec, release: Release): readonly FieldError[] {
  const { preserveUnknownFields } = spec;
  const versions = versionsOf(spec);
  const errors: FieldError[] = [];
  if (release.atLeast(16) && preserveUnknownFields !== true) {
    for (const [i, version] of versions.entries()) if (!schemaOf(version)) errors.push(requiredValue(`spec.versions[${i}].schema.openAPIV3Schema`, 'schemas are required'));
  }
  const shares = { schema: isShared(versions, schemaOf), subresources: isShared(versions, ({ subresources }) => subresources), columns: isShared(versions, ({ additionalPrinterColumns }) => additionalPrinterColumns) };
  for (const [i, version] of versions.entries()) {
    const path = `spec.versions[${i}]`;
    errors.push(...labelErrors(`${path}.name`, version.name));
    errors.push(...warningErrors(version, `${path}.deprecationWarning`));
    if (!shares.schema) errors.push(...schemaErrors(spec, version, `${path}.schema.openAPIV3Schema`, release));
    if (!shares.subresources) errors.push(...scaleErrors(version, `${path}.subresources.scale`));
    if (!shares.columns) errors.push(...columnErrors(version, `${path}.additionalPrinterColumns`));
  }
  if (new Set(versions.map(({ name }) => name)).size < versions.length) errors.push(invalidValue('spec.versions', versions, 'must contain unique version names'));
  if (versions.filter(({ storage }) => storage).length !== 1) errors.push(invalidValue('spec.versions', versions, 'must have exactly one version marked as storage version'));
  return errors;
}

function sharedErrors(spec: Spec, release: Release): readonly FieldError[] {
  const versions = versionsOf(spec);
  const [first] = versions;
  if (!first) return [];
  return [
    ...(isShared(versions, schemaOf) ? schemaErrors(spec, first, 'spec.validation.openAPIV3Schema', release) : []),
    ...(isShared(versions, ({ subresources }) => subresources) ? scaleErrors(first, 'spec.subresources.scale') : []),
    ...(isShared(versions, ({ additionalPrinterColumns }) => additionalPrinterColumns) ? columnErrors(first, 'spec.additionalPrinterColumns') : []),
  ];
}

const warningMax = 256;

function warningErrors({ deprecated, deprecationWarning: text }: CustomVersion, path: string): readonly FieldError[] {
  if (text === undefined) return [];
  if (!deprecated) return [invalidValue(path, text, 'can only be set for deprecated versions')];
  const unprintable = [...text].findIndex((char) => /[^\P{C}]|[^\P{Z} ]/u.test(char));
  return [
    ...(text.length > warningMax ? [`must be <= ${warningMax} characters long`] : []),
    ...(text === '' ? ['must not be an empty string'] : []),
    ...(unprintable < 0 ? [] : [`must only contain printable UTF-8 characters; non-printable character found at index ${unprintable}`]),
  ].map((why) => invalidValue(path, text, why));
}

/** The rules are looked at in a schema that is sound. */
function schemaErrors({ preserveUnknownFields }: Spec, version: CustomVersion, path: string, release: Release): readonly FieldError[] {
  const schema = schemaOf(version);
  if (!schema || preserveUnknownFields === true) return [];
  const errors = [...rootErrors(schema, version, path, release), ...structuralErrors(schema, path)];
  return errors.length === 0 && release.atLeast(rulesSince) && statesRules(schema) ? celCode.get().ruleRefusals(schema, path) : errors;
}

const atRoot = ['Description', 'Type', 'Format', 'Title', 'Maximum', 'ExclusiveMaximum', 'Minimum', 'ExclusiveMinimum', 'MaxLength', 'MinLength', 'Pattern', 'MaxItems', 'MinItems', 'UniqueItems', 'MultipleOf', 'Required', 'Items', 'Properties', 'ExternalDocs', 'Example', 'XPreserveUnknownFields'];
const goName = (name: string): string => (name.startsWith('x-kubernetes-') ? `x-${name.slice('x-kubernetes-'.length)}` : name).replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** With a status apart, the schema is taken apart too: its root may say little. */
function rootErrors(schema: JsonObject, { subresources }: CustomVersion, path: string, release: Release): readonly FieldError[] {
  if (!subresources?.status) return [];
  const known = release.atLeast(rulesSince) ? [...atRoot, 'XValidations'] : atRoot;
  if (schema['type'] !== undefined && schema['type'] !== 'object') return [invalidValue(`${path}.type`, schema['type'], 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled')];
  const isStrange = Object.keys(schema).some((name) => schema[name] !== false && !known.includes(goName(name)));
  return isStrange ? [invalidValue(path, schema, `only [${known.join(' ')}] fields are allowed at the root of the schema if the status subresource is enabled`)] : [];
}

function scaleErrors({ subresources }: CustomVersion, path: string): readonly FieldError[] {
  const { scale } = subresources ?? {};
  if (!scale) return [];
  const check = (name: 'specReplicasPath' | 'statusReplicasPath' | 'labelSelectorPath', roots: readonly string[], detail: string): readonly FieldError[] => {
    const { [name]: value = '' } = scale;
    if (value === '') return name === 'labelSelectorPath' ? [] : [requiredValue(`${path}.${name}`)];
    const errors = pathErrors(`${path}.${name}`, value);
    return errors.length > 0 || roots.some((root) => value.startsWith(root)) ? errors : [invalidValue(`${path}.${name}`, value, detail)];
  };
  return [
    ...check('specReplicasPath', ['.spec.'], 'should be a json path under .spec'),
    ...check('statusReplicasPath', ['.status.'], 'should be a json path under .status'),
    ...check('labelSelectorPath', ['.spec.', '.status.'], 'should be a json path under either .spec or .status'),
  ];
}

const pathErrors = (path: string, value: string): readonly FieldError[] => (value.startsWith('.') ? [] : [invalidValue(path, value, 'must be a simple json path starting with .')]);

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string'];
const columnFormats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

function columnErrors({ additionalPrinterColumns = [] }: CustomVersion, path: string): readonly FieldError[] {
  return additionalPrinterColumns.flatMap(({ name, type, format, jsonPath }: Partial<PrinterColumn>, i) => {
    const at = `${path}[${i}]`;
    const oneOfTypes = `must be one of ${columnTypes.join(',')}`;
    return [
      ...(name ? [] : [requiredValue(`${at}.name`)]),
      ...(type ? (columnTypes.includes(type) ? [] : [invalidValue(`${at}.type`, type, oneOfTypes)]) : [requiredValue(`${at}.type`, oneOfTypes)]),
      ...(format && !columnFormats.includes(format) ? [invalidValue(`${at}.format`, format, `must be one of ${columnFormats.join(',')}`)] : []),
      ...(jsonPath ? pathErrors(`${at}.JSONPath`, jsonPath) : [requiredValue(`${at}.JSONPath`)]),
    ];
  });
}

function namesErrors({ plural, singular, kind, listKind, shortNames = [], categories = [] }: Partial<CustomNames>): readonly FieldError[] {
  const path = 'spec.names';
  const mixed = 'may have mixed case, but should otherwise match: ';
  return [
    ...Object.entries({ plural, singular, kind, listKind }).filter(([, value]) => !value).map(([name]) => requiredValue(`${path}.${name}`)),
    ...(plural ? labelErrors(`${path}.plural`, plural) : []),
    ...(singular ? labelErrors(`${path}.singular`, singular) : []),
    ...(kind ? labelErrors(`${path}.kind`, kind, mixed, kind.toLowerCase()) : []),
    ...(listKind ? labelErrors(`${path}.listKind`, listKind, mixed, listKind.toLowerCase()) : []),
    ...shortNames.flatMap((name, i) => labelErrors(`${path}.shortNames[${i}]`, name)),
    ...(kind && kind === listKind ? [invalidValue(`${path}.listKind`, listKind, 'kind and listKind may not be the same')] : []),
    ...categories.flatMap((category, i) => labelErrors(`${path}.categories[${i}]`, category)),
  ];
}

const reviewVersions = ['v1', 'v1beta1'];

function conversionErrors(conversion: CustomConversion | undefined): readonly FieldError[] {
  if (!conversion) return [];
  const path = 'spec.conversion';
  const { strategy, webhook } = conversion;
  const named = strategy ? (strategy === 'None' || strategy === 'Webhook' ? [] : [notSupported(`${path}.strategy`, strategy, ['None', 'Webhook'])]) : [requiredValue(`${path}.strategy`)];
  if (strategy === 'Webhook') return [...named, ...clientErrors(webhook, `${path}.webhookClientConfig`), ...reviewErrors(webhook?.conversionReviewVersions ?? [], `${path}.conversionReviewVersions`)];
  const why = 'should not be set when strategy is not set to Webhook';
  return [
    ...named,
    ...(webhook?.clientConfig ? [forbiddenField(`${path}.webhookClientConfig`, why)] : []),
    ...(webhook?.conversionReviewVersions?.length ? [forbiddenField(`${path}.conversionReviewVersions`, why)] : []),
  ];
}

function clientErrors(webhook: CustomConversion['webhook'], path: string): readonly FieldError[] {
  if (!webhook?.clientConfig) return [requiredValue(path, 'required when strategy is set to Webhook')];
  const { url, service } = webhook.clientConfig;
  if ((url === undefined) === (service === undefined)) return [requiredValue(path, 'exactly one of url or service is required')];
  if (!service) return validateWebhookUrl(`${path}.url`, url!);
  // The server itself takes the one for the other here.
  const { name, namespace, ...rest } = service;
  return validateWebhookService(`${path}.service`, { ...rest, ...(namespace && { name: namespace }), ...(name && { namespace: name }) });
}

function reviewErrors(versions: readonly string[], path: string): readonly FieldError[] {
  if (versions.length === 0) return [requiredValue(path)];
  return [
    ...versions.flatMap((version, i) => (versions.indexOf(version) < i ? [invalidValue(`${path}[${i}]`, version, 'duplicate version')] : checkDns1035Label(version).map((why) => invalidValue(`${path}[${i}]`, version, why)))),
    ...(versions.some((version) => reviewVersions.includes(version)) ? [] : [invalidValue(path, goStrings(versions), `must include at least one of ${reviewVersions.join(', ')}`)]),
  ];
}

function storedErrors({ spec, status }: CustomResourceDefinition): readonly FieldError[] {
  const { storedVersions = [] } = status;
  const path = 'status.storedVersions';
  if (storedVersions.length === 0) return [invalidValue(path, goStrings([]), 'must have at least one stored version')];
  const names = new Set(versionsOf(spec).map(({ name }) => name));
  return storedVersions.flatMap((version, i) => (names.has(version) ? [] : [invalidValue(`${path}[${i}]`, version, 'must appear in spec.versions')]));
}

const approval = 'api-approved.kubernetes.io';
const approvalPath = `metadata.annotations[${approval}]`;
const proposal = 'see https://github.com/kubernetes/enhancements/pull/1111';

function approvalErrors(definition: CustomResourceDefinition, old: CustomResourceDefinition | undefined): readonly FieldError[] {
  const { spec, metadata } = definition;
  const state = approvalOf(definition);
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test((spec as Partial<Spec>).group ?? '') || state === 'given' || (old && approvalOf(old) === state)) return [];
  if (state === 'missing') return [requiredValue(approvalPath, `protected groups must have approval annotation "${approval}", ${proposal}`)];
  return [invalidValue(approvalPath, metadata.annotations![approval], `protected groups must have approval annotation "${approval}" with either a URL or a reason starting with "unapproved", ${proposal}`)];
}

function approvalOf({ metadata }: CustomResourceDefinition): 'missing' | 'given' | 'invalid' {
  const text = metadata.annotations?.[approval] ?? '';
  if (text === '') return 'missing';
  return text.startsWith('unapproved') || /^[A-Za-z][\w+.-]*:\/\/[^/?#]+/.test(text) ? 'given' : 'invalid';
}

function unknownFieldErrors({ preserveUnknownFields }: Partial<Spec>): readonly FieldError[] {
  return preserveUnknownFields ? [invalidValue('spec.preserveUnknownFields', true, 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead')] : [];
}
