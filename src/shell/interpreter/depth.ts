/** How deep functions, sourced files and evals may lie inside one another: what the stack of any browser holds. */
export const depthMax = 600;
