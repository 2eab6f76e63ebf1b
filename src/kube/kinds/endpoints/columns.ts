/** The table of Endpoints. */
import { ageColumn, firstFew, nameColumn, text, type Column } from '../column.ts';
import type { Endpoints } from './endpoints.ts';

export const endpointsColumns: readonly Column<Endpoints>[] = [nameColumn, text('Endpoints', formatEndpoints), ageColumn];

function formatEndpoints({ subsets = [] }: Endpoints): string {
  const addresses = subsets.flatMap((subset) =>
    (subset.ports ?? []).length === 0
      ? (subset.addresses ?? []).map((address) => address.ip)
      : subset.ports!.flatMap((port) => (subset.addresses ?? []).map((address) => `${address.ip}:${port.port}`)),
  );
  return firstFew(addresses, '<none>');
}
