using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Placard.Events.Deliveries;
using Placard.Events.Mail;
using Placard.Events.Outbox;
using Placard.Events.Sending;
using Placard.Events.Webhooks;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Events;

/// <summary>The events room's front door.</summary>
public static class EventsSetup
{
    private const string Webhook =
        """
        {"id":31,"customerId":7,"url":"https://ats.example.com/hooks/placard","secret":"whsec_MDEyMzQ1…",
        "previousSecretSignsUntil":null,"eventTypes":["platform:JobApplication:started:v1",
        "platform:JobApplication:completed:v2"],"wrapQuestionsAndAnswers":true,"contactEmail":"it@acme.example",
        "status":"ACTIVE","failingSince":null,"toldAt":null,"disabledAt":null,"disabledReason":null,
        "createdAt":"2026-01-31T10:00:00Z"}
        """;

    private const string Server =
        """
        {"id":12,"customerId":7,"url":"https://ats.example.com","status":"FAILING",
        "failingSince":"2026-01-31T10:00:00Z","toldAt":null,"createdAt":"2026-01-30T09:00:00Z"}
        """;

    private const string Delivery =
        """
        {"id":501,"webhookId":31,"url":"https://ats.example.com/hooks/placard","eventId":"0JJRGGCJD31TN",
        "eventType":"platform:JobApplication:completed:v2","test":false,"status":"PENDING","code":503,
        "error":"The receiver answered 503.","attemptCount":1,"attempts":[{"number":1,"at":"2026-01-31T10:00:00.120Z",
        "status":"FAILED","code":503,"error":"The receiver answered 503.","durationMs":41,"response":"try later"}],
        "lastAttemptAt":"2026-01-31T10:00:00.120Z","nextAttemptAt":"2026-01-31T10:10:00.120Z",
        "createdAt":"2026-01-31T10:00:00.100Z"}
        """;

    /// <summary>Adds the outbox, webhooks, deliveries and mail. Needs Accounts.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMigrations(typeof(EventsSetup).Assembly);
        services.AddSingleton(EventsOptions.Read(configuration));
        services.AddSingleton<EventMetrics>().AddSingleton<EventBodies>().AddSingleton<EndpointStore>();
        services.AddSingleton<EventOutbox>();
        services.AddSingleton<IEvents>(provider => provider.GetRequiredService<EventOutbox>());
        services.AddSingleton<IEventBooks, EventBooks>().AddSingleton<EventCursor>();
        services.AddSingleton<IDueWork, EventRetention>();
        services.AddSingleton<DeletedWebhooks>();
        services.AddSingleton<IDueWork>(provider => provider.GetRequiredService<DeletedWebhooks>());
        services.AddSingleton<WebhookEndpoint>().AddSingleton<TestSend>();
        services.AddSingleton<DeliveryView>().AddSingleton<DeliveryEndpoint>();
        AddSending(services);
        services.AddSingleton<MailStore>().AddSingleton<Postman>();
        services.AddSingleton<IMail, MailDesk>();
        services.AddSingleton<MailWork>().AddSingleton<IDueWork>(provider => provider.GetRequiredService<MailWork>());
        return services.AddHostedService(provider => provider.GetRequiredService<MailWork>());
    }

    /// <summary>Maps webhooks, events and deliveries under <c>/v5</c>.</summary>
    public static void MapEvents(this RouteGroupBuilder v5)
    {
        MapWebhooks(v5);
        MapDeliveries(v5);
        v5.MapGet("/events", (HttpContext context, EventCursor events) => events.Answer(context))
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe(
                "The customer's events in the order they happened, each the exact JSON that is delivered.",
                answerJson: EventExamples.Page,
                query:
                [
                    ("after", "The next of the answer before; absent: from the first event."),
                    ("size", "1 to 500, 20 when absent. Very long pages end earlier."),
                    ("wrapQuestionsAndAnswers", "false gives questionsAndAnswers as a plain array."),
                    ("customerId", "For operators: one customer's events only."),
                ]);
    }

    private static void AddSending(IServiceCollection services)
    {
        services.AddSingleton<EndpointReader>().AddSingleton<Courier>().AddSingleton<OutcomeWriter>();
        services.AddSingleton<DeliveryLeases>().AddSingleton<DeliveryDesk>().AddSingleton<Dispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<Dispatcher>());
        services.AddSingleton<IFollower, DispatchFollower>();
        services.AddSingleton<IDueWork, RetryWork>();
        services.AddSingleton<IDueWork, EndpointWatch>();
    }

    private static void MapWebhooks(RouteGroupBuilder v5)
    {
        CallerKind[] both = [CallerKind.Operator, CallerKind.Customer];
        const string settings =
            """
            {"url":"https://ats.example.com/hooks/placard","eventTypes":["platform:JobApplication:completed:v2"],
            "wrapQuestionsAndAnswers":true,"contactEmail":"it@acme.example"}
            """;
        v5.MapPost("/customers/{id:long}/webhooks",
                (HttpContext context, long id, WebhookEndpoint webhooks) => webhooks.Create(context, id))
            .For(both)
            .Describe("Creates a webhook; without a secret one is made.", settings, Webhook, 201);
        v5.MapGet("/customers/{id:long}/webhooks",
                (HttpContext context, long id, WebhookEndpoint webhooks) => webhooks.List(context, id))
            .For(both)
            .DescribeList(EndpointStore.Plan)
            .Describe("Lists a customer's webhooks, without their secrets.", answerJson: Webhook);
        v5.MapGet("/customers/{id:long}/post-url-servers",
                (HttpContext context, long id, WebhookEndpoint webhooks) => webhooks.ListServers(context, id))
            .For(both)
            .DescribeList(EndpointStore.ServerPlan)
            .Describe("The servers of a customer's post URLs, and how they fare.", answerJson: Server);
        v5.MapGet("/webhooks/{id:long}",
                (HttpContext context, long id, WebhookEndpoint webhooks) => webhooks.Get(context, id))
            .For(both)
            .Describe("One webhook with its secret and how it fares.", answerJson: Webhook);
        v5.MapPatch("/webhooks/{id:long}",
                (HttpContext context, long id, WebhookEndpoint webhooks) => webhooks.Change(context, id))
            .For(both)
            .Describe(
                "Changes a webhook, or switches it off and on. After a new secret the one before signs too for a day.",
                """{"status":"DISABLED"}""",
                Webhook);
        v5.MapDelete("/webhooks/{id:long}",
                (HttpContext context, long id, WebhookEndpoint webhooks) => webhooks.Delete(context, id))
            .For(both)
            .Describe("Deletes a webhook; what was still to be sent there is not sent.", status: 204);
        v5.MapPost("/webhooks/{id:long}/rotate-secret",
                (HttpContext context, long id, WebhookEndpoint webhooks) => webhooks.RotateSecret(context, id))
            .For(both)
            .Describe("Replaces the secret; the one before signs too for 24 hours.", "{}", Webhook);
        v5.MapPost("/webhooks/{id:long}/test",
                (HttpContext context, long id, TestSend tests) => tests.Answer(context, id))
            .For(both)
            .Describe(
                "Posts a sample about a made-up applicant, once, and answers what the receiver did.",
                """{"type":"platform:JobApplication:completed:v2"}""",
                Delivery);
    }

    private static void MapDeliveries(RouteGroupBuilder v5)
    {
        CallerKind[] both = [CallerKind.Operator, CallerKind.Customer];
        v5.MapGet("/deliveries", (HttpContext context, DeliveryEndpoint deliveries) => deliveries.List(context))
            .For(both)
            .DescribeList(DeliveryView.Plan)
            .Describe("Deliveries to webhooks and post URLs with their attempts, newest first.", answerJson: Delivery);
        v5.MapGet("/webhooks/{id:long}/deliveries",
                (HttpContext context, long id, DeliveryEndpoint deliveries) => deliveries.ListOf(context, id))
            .For(both)
            .DescribeList(DeliveryView.Plan)
            .Describe("A webhook's deliveries with their attempts, newest first.", answerJson: Delivery);
        v5.MapGet("/deliveries/{id:long}",
                (HttpContext context, long id, DeliveryEndpoint deliveries) => deliveries.Get(context, id))
            .For(both)
            .Describe("One delivery with its attempts.", answerJson: Delivery);
        v5.MapPost("/deliveries/{id:long}/redeliver",
                (HttpContext context, long id, DeliveryEndpoint deliveries) => deliveries.Redeliver(context, id))
            .For(both)
            .Describe(
                "Sends an event again, now. One that is still waiting is tried at once: then the answer is 200.",
                "{}", Delivery, 201);
        v5.MapPost("/webhooks/{id:long}/replay",
                (HttpContext context, long id, DeliveryEndpoint deliveries) => deliveries.Replay(context, id))
            .For(both)
            .Describe(
                "Sends all events of a span again that the webhook wants, both ends included.",
                """{"from":"2026-01-30T00:00:00Z","to":"2026-01-31T00:00:00Z"}""",
                """{"events":118}""");
    }
}
