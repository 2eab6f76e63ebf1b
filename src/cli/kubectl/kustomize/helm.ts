/** helmCharts: kustomize has helm itself inflate them, once it is allowed to; no machine here has helm. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { list, members } from '../objects/member.ts';
import type { Loading } from './loader.ts';
import { troubled } from './patch.ts';

/** The fields of the old generator by their names of today. */
const renamed: Readonly<Record<string, string>> = { chartName: 'name', chartVersion: 'version', chartRepoUrl: 'repo', values: 'valuesFile' };

export function refuseCharts({ p, helm }: Loading, content: JsonObject): void {
  const old = list(content, 'helmChartInflationGenerator').map((entry): Json => (isJsonObject(entry) ? Object.fromEntries(Object.entries(entry).map(([name, value]) => [renamed[name] ?? name, value])) : entry));
  const charts = [...list(content, 'helmCharts'), ...old];
  if (charts.length === 0) return;
  const config = { ...members(content, 'helmGlobals'), ...(isJsonObject(charts[0]!) ? charts[0] : {}) };
  if (helm === undefined) troubled('HelmChartInflationGenerator', config, () => {
    throw new CommandError('must specify --enable-helm');
  });
  const folder = `/tmp/kustomize-helm-${String(p.random.below(4_000_000_000)).padStart(10, '0')}/helm`;
  const why = helm!.includes('/') ? `fork/exec ${helm!}: no such file or directory` : `exec: ${JSON.stringify(helm)}: executable file not found in $PATH`;
  throw new CommandError(`unable to run: '${helm!} version -c --short' with env=[HELM_CONFIG_HOME=${folder} HELM_CACHE_HOME=${folder}/.cache HELM_DATA_HOME=${folder}/.data] (is '${helm!}' installed?): ${why}`);
}
