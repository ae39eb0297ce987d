import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Cloud } from "./cloud";
import { IncompleteError } from "./errors";
import type { Failure } from "./kind";
import { Provider } from "./provider";
import { fromStruct, toStruct } from "./values";

/** Serves Pulumi's protocol for plugins on the loopback address, and returns the port. */
export async function serve(cloud: Cloud): Promise<number> {
  const server = new grpc.Server();
  server.addService(ResourceProviderService, handlers(new Provider(cloud)));
  return new Promise((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, port) => (error ? reject(error) : resolve(port)));
  });
}

function handlers(provider: Provider): grpc.UntypedServiceImplementation {
  return {
    getPluginInfo: unary(() => new PluginInfo().setVersion("3.108.0")),
    getSchema: unary(() => new proto.GetSchemaResponse().setSchema("{}")),
    checkConfig: unary((request: proto.CheckRequest) => {
      const inputs = fromStruct(request.getNews());
      return checked(provider.checkConfiguration(inputs)).setInputs(toStruct(inputs));
    }),
    diffConfig: unary((request: proto.DiffRequest) => {
      return different(provider.diffConfiguration(fromStruct(request.getOldInputs()), fromStruct(request.getNews())));
    }),
    configure: unary((request: proto.ConfigureRequest) => {
      provider.configure(fromStruct(request.getArgs()));
      return new proto.ConfigureResponse().setSupportspreview(true);
    }),
    check: unary((request: proto.CheckRequest) => {
      const { inputs, failures } = provider.check(
        request.getUrn(),
        fromStruct(request.getOlds()),
        fromStruct(request.getNews()),
      );
      return checked(failures).setInputs(toStruct(inputs));
    }),
    diff: unary((request: proto.DiffRequest) => {
      return different(
        provider.diff(request.getUrn(), fromStruct(request.getOldInputs()), fromStruct(request.getNews())),
      );
    }),
    create: unary(async (request: proto.CreateRequest) => {
      const { id, properties } = await provider.create(
        request.getUrn(),
        fromStruct(request.getProperties()),
        request.getPreview(),
      );
      return new proto.CreateResponse().setId(id).setProperties(toStruct(properties));
    }),
    read: unary(async (request: proto.ReadRequest) => {
      const found = await provider.read(request.getUrn(), request.getId());
      if (found === undefined) return new proto.ReadResponse();
      const { inputs, properties } = found;
      return new proto.ReadResponse()
        .setId(request.getId())
        .setInputs(toStruct(inputs))
        .setProperties(toStruct(properties));
    }),
    update: unary(async (request: proto.UpdateRequest) => {
      const news = fromStruct(request.getNews());
      const properties = await provider.update(request.getUrn(), request.getId(), news, request.getPreview());
      return new proto.UpdateResponse().setProperties(toStruct(properties));
    }),
    delete: unary(async (request: proto.DeleteRequest) => {
      await provider.delete(request.getUrn(), request.getId());
      return new Empty();
    }),
    invoke: unary(async (request: proto.InvokeRequest) => {
      return new proto.InvokeResponse().setReturn(
        toStruct(await provider.invoke(request.getTok(), fromStruct(request.getArgs()))),
      );
    }),
    cancel: unary(() => new Empty()),
  };
}

function unary<Request, Response>(answer: (request: Request) => Response | Promise<Response>) {
  return ({ request }: { request: Request }, callback: grpc.sendUnaryData<Response>): void => {
    Promise.resolve(request)
      .then(answer)
      .then(
        (response) => callback(null, response),
        (error: Error) => callback(refusal(error)),
      );
  };
}

function checked(failures: readonly Failure[]): proto.CheckResponse {
  const list = failures.map(({ property, reason }) => new proto.CheckFailure().setProperty(property).setReason(reason));
  return new proto.CheckResponse().setFailuresList(list);
}

function different({ changed, replacing }: { changed: string[]; replacing: string[] }): proto.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
  return new proto.DiffResponse()
    .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList(changed)
    .setReplacesList(replacing)
    .setDeletebeforereplace(true);
}

/** The answer to what went wrong. Something incomplete travels along, where the engine looks for it. */
function refusal(error: Error): Partial<grpc.StatusObject> {
  const metadata = new grpc.Metadata();
  if (error instanceof IncompleteError) {
    const detail = new ErrorResourceInitFailed()
      .setId(error.id)
      .setProperties(toStruct(error.properties))
      .setReasonsList([error.message]);
    const details = new Any();
    details.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(error.message);
    status.addDetails(details);
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  }
  return { code: grpc.status.UNKNOWN, details: error.message, metadata };
}
