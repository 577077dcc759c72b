import { z } from "zod";
import type { Place } from "../git/present-git.ts";
import { paginate } from "../http/paginate.ts";
import { created, invalid, noContent, notFound, ok, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { numberParam, param, type RepositoryVisit, type Route } from "../http/route.ts";
import { announcePull } from "../pulls/announce-pull.ts";
import type { Pull } from "../pulls/pull.ts";
import type { Label } from "./issue.ts";
import { presentLabel } from "./present-issue.ts";

const app = ["issues:write", "pull_requests:write"];
const reading = ["issues:read", "pull_requests:read"];

function createLabel(
  place: Place,
  label: { name: string; color?: string | undefined; description?: string | undefined },
): Label {
  const { name, color, description } = label;
  const made: Label = { id: place.world.nextId(), name, color: color ?? "ededed", description };
  place.repository.labels.set(name.toLowerCase(), made);
  return made;
}

const labelBody = z.object({
  name: z.string().min(1).max(50),
  color: z
    .string()
    .regex(/^[0-9a-fA-F]{6}$/)
    .optional(),
  description: z.string().max(100).optional(),
});

const createRoute = repositoryRoute({
  method: "POST",
  path: "/labels",
  app,
  user: "write",
  body: labelBody,
  answer: (visit) =>
    visit.repository.labels.has(visit.body.name.toLowerCase())
      ? invalid({ resource: "Label", field: "name", code: "already_exists" })
      : created(presentLabel(visit, createLabel(visit, visit.body))),
});

const listAll = repositoryRoute({
  method: "GET",
  path: "/labels",
  app: reading,
  user: "read",
  answer: (visit) =>
    paginate(visit, {
      items: [...visit.repository.labels.values()],
      present: (label) => presentLabel(visit, label),
    }),
});

const getOne = repositoryRoute({
  method: "GET",
  path: "/labels/{name}",
  app: reading,
  user: "read",
  answer: (visit) => {
    const label = visit.repository.labels.get(param(visit, "name").toLowerCase());
    return label === undefined ? notFound() : ok(presentLabel(visit, label));
  },
});

const changeBody = labelBody.omit({ name: true }).extend({ new_name: z.string().optional() });

const change = repositoryRoute({
  method: "PATCH",
  path: "/labels/{name}",
  app,
  user: "write",
  body: changeBody,
  answer: (visit) => {
    const { repository, body } = visit;
    const label = repository.labels.get(param(visit, "name").toLowerCase());
    if (label === undefined) return notFound();
    repository.labels.delete(label.name.toLowerCase());
    label.name = body.new_name ?? label.name;
    label.color = body.color ?? label.color;
    label.description = body.description ?? label.description;
    repository.labels.set(label.name.toLowerCase(), label);
    return ok(presentLabel(visit, label));
  },
});

type LabelMove = { readonly action: string; readonly label: Label };

function announceLabel(visit: RepositoryVisit, pull: Pull, { action, label }: LabelMove): void {
  pull.updatedAt = visit.world.now();
  const extra = { label: presentLabel(visit, label) };
  announcePull(visit, pull, { action, sender: visit.author.account, extra });
}

function wear(visit: RepositoryVisit, pull: Pull, names: readonly string[]): void {
  for (const name of names) {
    const label = visit.repository.labels.get(name.toLowerCase()) ?? createLabel(visit, { name });
    if (pull.labels.includes(label)) continue;
    pull.labels.push(label);
    announceLabel(visit, pull, { action: "labeled", label });
  }
}

function takeOff(visit: RepositoryVisit, pull: Pull, labels: readonly Label[]): void {
  for (const label of labels) {
    pull.labels.splice(pull.labels.indexOf(label), 1);
    announceLabel(visit, pull, { action: "unlabeled", label });
  }
}

const namesBody = z.union([
  z.object({ labels: z.array(z.union([z.string(), z.object({ name: z.string() })])) }),
  z.array(z.string()).transform((labels) => ({ labels })),
]);

function namesOf(body: z.infer<typeof namesBody>): readonly string[] {
  return body.labels.map((label) => (typeof label === "string" ? label : label.name));
}

function listOn(visit: RepositoryVisit, pull: Pull): Reply {
  return paginate(visit, { items: pull.labels, present: (label) => presentLabel(visit, label) });
}

function onPull<Body>(
  answer: (visit: RepositoryVisit<Body>, pull: Pull) => Reply,
): (visit: RepositoryVisit<Body>) => Reply {
  return (visit) => {
    const pull = visit.repository.pulls.get(numberParam(visit, "issue_number"));
    return pull === undefined ? notFound() : answer(visit, pull);
  };
}

const path = "/issues/{issue_number}/labels";

const list = repositoryRoute({
  method: "GET",
  path,
  app: reading,
  user: "read",
  answer: onPull(listOn),
});

const add = repositoryRoute({
  method: "POST",
  path,
  app,
  user: "triage",
  body: namesBody,
  answer: onPull((visit, pull) => {
    wear(visit, pull, namesOf(visit.body));
    return ok(pull.labels.map((label) => presentLabel(visit, label)));
  }),
});

const replace = repositoryRoute({
  method: "PUT",
  path,
  app,
  user: "triage",
  body: namesBody,
  answer: onPull((visit, pull) => {
    const wanted = new Set(namesOf(visit.body).map((name) => name.toLowerCase()));
    takeOff(
      visit,
      pull,
      pull.labels.filter((label) => !wanted.has(label.name.toLowerCase())),
    );
    wear(visit, pull, namesOf(visit.body));
    return ok(pull.labels.map((label) => presentLabel(visit, label)));
  }),
});

const clear = repositoryRoute({
  method: "DELETE",
  path,
  app,
  user: "triage",
  answer: onPull((visit, pull) => {
    takeOff(visit, pull, [...pull.labels]);
    return noContent();
  }),
});

const remove = repositoryRoute({
  method: "DELETE",
  path: `${path}/{name}`,
  app,
  user: "triage",
  answer: onPull((visit, pull) => {
    const wanted = param(visit, "name").toLowerCase();
    const worn = pull.labels.find((label) => label.name.toLowerCase() === wanted);
    if (worn === undefined) return { status: 404, body: { message: "Label does not exist" } };
    takeOff(visit, pull, [worn]);
    return ok(pull.labels.map((label) => presentLabel(visit, label)));
  }),
});

export const labelRoutes: readonly Route[] = [
  createRoute,
  listAll,
  getOne,
  change,
  list,
  add,
  replace,
  clear,
  remove,
];
