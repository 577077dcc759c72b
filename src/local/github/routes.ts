import { reviewRoutes } from "./pulls/review-routes.ts";
import { reviewCommentRoutes } from "./pulls/review-comment-routes.ts";
import { deploymentRoutes } from "./deployments/deployment-routes.ts";
import { deploymentStatusRoutes } from "./deployments/status-routes.ts";
import { protectionRoutes } from "./deployments/protection-routes.ts";
import { environmentRoutes } from "./deployments/environment-routes.ts";
import { commitRoutes } from "./git/commit-routes.ts";
import { contentRoutes } from "./git/content-routes.ts";
import { branchRoutes } from "./repositories/branch-routes.ts";
import { statusRoutes } from "./checks/status-routes.ts";
import { suiteRoutes } from "./checks/suite-routes.ts";
import { rulesetRoutes } from "./repositories/ruleset-routes.ts";
import { graphqlRoute } from "./graphql/graphql-route.ts";
import { workflowRoutes } from "./repositories/workflow-routes.ts";
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
  ...reviewRoutes,
  ...reviewCommentRoutes,
  ...deploymentRoutes,
  ...deploymentStatusRoutes,
  ...environmentRoutes,
  ...protectionRoutes,
  ...commitRoutes,
  ...contentRoutes,
  ...branchRoutes,
  ...suiteRoutes,
  ...statusRoutes,
  ...rulesetRoutes,
  ...workflowRoutes,
  graphqlRoute,
];
