/** What the server refuses of a Deployment. */
import { forbiddenField, invalidValue, nonNegative, oneOf, type FieldError } from '../../meta/field-error.ts';
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
    ...validateSelectedTemplate(spec?.selector, spec?.template, 'spec', context),
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
  if (strategy?.type !== 'RollingUpdate') return oneOf(`${path}.type`, strategy?.type, ['Recreate', 'RollingUpdate']);
  const { maxUnavailable, maxSurge } = strategy.rollingUpdate ?? {};
  const at = `${path}.rollingUpdate`;
  return [
    ...validateAmount(maxUnavailable, `${at}.maxUnavailable`),
    ...validateAmount(maxSurge, `${at}.maxSurge`),
    ...(isNought(maxUnavailable) && isNought(maxSurge)
      ? [invalidValue(`${at}.maxUnavailable`, shown(maxUnavailable ?? 0), 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...(percentOf(maxUnavailable) > 100 ? [invalidValue(`${at}.maxUnavailable`, shown(maxUnavailable!), 'must not be greater than 100%')] : []),
  ];
}

const percentMessage =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

export function validateAmount(amount: IntOrString | undefined, path: string): readonly FieldError[] {
  if (typeof amount !== 'string') return nonNegative(path, amount);
  return /^[0-9]+%$/.test(amount) ? [] : [invalidValue(path, shown(amount), percentMessage)];
}

function isNought(amount: IntOrString | undefined): boolean {
  return amount === undefined || amount === 0 || (typeof amount === 'string' && /^0+%$/.test(amount));
}

function percentOf(amount: IntOrString | undefined): number {
  const percent = typeof amount === 'string' ? /^([0-9]+)%$/.exec(amount) : null;
  return percent ? Number(percent[1]) : 0;
}

function shown(amount: IntOrString): GoValue {
  return new GoValue(String(amount), amount);
}
