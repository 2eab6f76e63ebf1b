/** What the server refuses of a Deployment. */
import { quoteGo } from '../../../base/index.ts';
import { forbiddenField, invalidValue, nonNegative, notSupported, type FieldError } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import type { KindContext } from '../kind.ts';
import type { IntOrString } from '../pod/container.ts';
import { validateSameSelector, validateSelectedTemplate } from '../replica-set/validation.ts';
import type { Deployment, DeploymentStrategy } from './deployment.ts';

export function validateDeployment({ spec }: Deployment, context: KindContext): readonly FieldError[] {
  const progressDeadline = spec?.progressDeadlineSeconds;
  const minReady = spec?.minReadySeconds ?? 0;
  return [
    ...nonNegative('spec.replicas', spec?.replicas),
    ...validateSelectedTemplate(spec ?? {}, 'spec', context),
    ...validateStrategy(spec?.strategy, 'spec.strategy'),
    ...nonNegative('spec.minReadySeconds', spec?.minReadySeconds),
    ...nonNegative('spec.revisionHistoryLimit', spec?.revisionHistoryLimit),
    ...nonNegative('spec.progressDeadlineSeconds', progressDeadline),
    ...(progressDeadline !== undefined && progressDeadline <= minReady
      ? [invalidValue('spec.progressDeadlineSeconds', progressDeadline, 'must be greater than minReadySeconds')]
      : []),
  ];
}

export function validateDeploymentUpdate(deployment: Deployment, old: Deployment, context: KindContext): readonly FieldError[] {
  return validateSameSelector(deployment.spec?.selector, old.spec.selector, context);
}

function validateStrategy(strategy: DeploymentStrategy | undefined, path: string): readonly FieldError[] {
  if (strategy?.type === 'Recreate') {
    return strategy.rollingUpdate === undefined
      ? []
      : [forbiddenField(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")];
  }
  if (strategy?.type !== 'RollingUpdate') return [notSupported(path, shownStrategy(strategy), ['Recreate', 'RollingUpdate'])];
  const { maxUnavailable, maxSurge } = strategy.rollingUpdate ?? {};
  const at = `${path}.rollingUpdate`;
  return [
    ...validateAmount(maxUnavailable, `${at}.maxUnavailable`),
    ...validateAmount(maxSurge, `${at}.maxSurge`),
    ...(amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0
      ? [invalidValue(`${at}.maxUnavailable`, shown(maxUnavailable ?? 0), 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...validateShare(maxUnavailable, `${at}.maxUnavailable`),
  ];
}

function shownStrategy({ type, rollingUpdate }: Partial<DeploymentStrategy> = {}): GoValue {
  const update = rollingUpdate ? { MaxUnavailable: rollingUpdate.maxUnavailable ?? 0, MaxSurge: rollingUpdate.maxSurge ?? 0 } : null;
  return new GoValue(`apps.DeploymentStrategy{Type:${quoteGo(type ?? '')}, RollingUpdate:(*apps.RollingUpdateDeployment)(${update ? '0xc0005d4e40' : 'nil'})}`, { Type: type ?? '', RollingUpdate: update });
}

const percentMessage =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

export function validateAmount(amount: IntOrString | undefined, path: string): readonly FieldError[] {
  if (typeof amount !== 'string') return nonNegative(path, amount);
  return /^[0-9]+%$/.test(amount) ? [] : [invalidValue(path, shown(amount), percentMessage)];
}

/** Percents or a number; a text that is neither is none. */
export function amountOf(amount: IntOrString | undefined): number {
  return typeof amount === 'string' ? Number(/^[+-]?\d+(?=%?$)/.exec(amount)?.[0] ?? 0) : (amount ?? 0);
}

export function validateShare(amount: IntOrString | undefined, path: string): readonly FieldError[] {
  return typeof amount === 'string' && /^\d+%$/.test(amount) && amountOf(amount) > 100 ? [invalidValue(path, shown(amount), 'must not be greater than 100%')] : [];
}

function shown(amount: IntOrString): GoValue {
  return new GoValue(String(amount), amount);
}
