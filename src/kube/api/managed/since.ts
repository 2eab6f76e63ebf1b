/** The first release whose servers note who owns what. */
export const managedFieldsSince = 18;
