/**
 * How deep a tree of plain objects is, told without recursion. A chain such as 1+1+1+… makes a tree as deep as it is long without
 * ever nesting its reader; whoever walks trees by recursion refuses such a one first, because where the stack ends differs from
 * one run to the next.
 */
export function isDeeperThan(levelsMax: number, tree: object): boolean {
  let level: object[] = [tree];
  for (let levels = 0; level.length > 0; levels++) {
    if (levels > levelsMax) return true;
    level = level.flatMap((node) => Object.values(node).flatMap((child: unknown) => (typeof child === 'object' && child !== null ? [child] : [])));
  }
  return false;
}
