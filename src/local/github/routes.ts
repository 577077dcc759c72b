import { accountRoutes } from "./accounts/account-routes.ts";
import { appRoutes } from "./apps/app-routes.ts";
import { checkRoutes } from "./checks/check-routes.ts";
import { objectRoutes } from "./git/object-routes.ts";
import { refRoutes } from "./git/ref-routes.ts";
import { treeRoutes } from "./git/tree-routes.ts";
import { deliveryRoutes } from "./hooks/delivery-routes.ts";
import type { Route } from "./http/route.ts";
import { commentRoutes } from "./issues/comment-routes.ts";
import { labelRoutes } from "./issues/label-routes.ts";
import { pullRoutes } from "./pulls/pull-routes.ts";
import { repositoryRoutes } from "./repositories/repository-routes.ts";

/** Everything that this GitHub answers, under the templates of the published description. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...appRoutes,
  ...deliveryRoutes,
  ...repositoryRoutes,
  ...objectRoutes,
  ...treeRoutes,
  ...refRoutes,
  ...pullRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...checkRoutes,
];
