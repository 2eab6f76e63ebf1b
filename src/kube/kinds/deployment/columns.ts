/** The table of Deployments. */
import { ageColumn, nameColumn, text, type Column } from '../column.ts';
import { templateColumns } from '../workload-columns.ts';
import type { Deployment } from './deployment.ts';

const countsReadySince = 14;

export const deploymentColumns: readonly Column<Deployment>[] = [
  nameColumn,
  text('Desired', ({ spec }) => String(spec.replicas ?? 0), { until: countsReadySince }),
  text('Current', ({ status }) => String(status.replicas ?? 0), { until: countsReadySince }),
  text('Ready', ({ status, spec }) => `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`, { since: countsReadySince }),
  text('Up-to-date', ({ status }) => String(status.updatedReplicas ?? 0)),
  text('Available', ({ status }) => String(status.availableReplicas ?? 0)),
  ageColumn,
  ...templateColumns,
];
