import { presentAccount, type Json } from "../accounts/present-account.ts";
import type { Place } from "../git/present-git.ts";
import { timestamp } from "../http/timestamp.ts";
import { presentPerformer } from "../issues/present-issue.ts";
import { apiUrl, pageUrl } from "../repositories/present-repository.ts";
import type { Deployment, DeploymentStatus, Environment } from "./deployment.ts";

export function presentDeployment(place: Place, deployment: Deployment): Json {
  const api = apiUrl(place.world, place.repository);
  const url = `${api}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: `DE_${deployment.id}`,
    task: deployment.task,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description ?? null,
    created_at: timestamp(deployment.createdAt),
    updated_at: timestamp(deployment.updatedAt),
    statuses_url: `${url}/statuses`,
    repository_url: api,
    creator: presentAccount(place.world, deployment.creator.account),
    sha: deployment.sha,
    ref: deployment.ref,
    payload: deployment.payload,
    transient_environment: deployment.isTransient,
    production_environment: deployment.isProduction,
    performed_via_github_app: presentPerformer(place.world, deployment.creator),
  };
}

export function presentDeploymentStatus(
  place: Place,
  deployment: Deployment,
  status: DeploymentStatus,
): Json {
  const api = apiUrl(place.world, place.repository);
  const url = `${api}/deployments/${deployment.id}`;
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: `DES_${status.id}`,
    state: status.state,
    creator: presentAccount(place.world, status.creator.account),
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    created_at: timestamp(status.createdAt),
    updated_at: timestamp(status.createdAt),
    deployment_url: url,
    repository_url: api,
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
    performed_via_github_app: presentPerformer(place.world, status.creator),
  };
}

export function presentEnvironment(place: Place, environment: Environment): Json {
  const name = encodeURIComponent(environment.name);
  const wait = {
    id: environment.id + 1,
    node_id: `GA_${environment.id}`,
    type: "wait_timer",
    wait_timer: environment.waitTimer,
  };
  return {
    id: environment.id,
    node_id: `EN_${environment.id}`,
    name: environment.name,
    url: `${apiUrl(place.world, place.repository)}/environments/${name}`,
    html_url: `${pageUrl(place.world, place.repository)}/deployments?environment=${name}`,
    created_at: timestamp(environment.createdAt),
    updated_at: timestamp(environment.updatedAt),
    protection_rules: environment.waitTimer > 0 ? [wait] : [],
    deployment_branch_policy: null,
  };
}
