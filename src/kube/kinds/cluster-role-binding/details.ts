/** What the server fills in, refuses and prints of a ClusterRoleBinding. */
import { bindingDetails } from '../role-binding/details.ts';

export const clusterRoleBindingDetails = bindingDetails(false);
