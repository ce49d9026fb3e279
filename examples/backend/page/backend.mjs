// The page of a helpdesk. It knows who is signed in, so it is the one to get tokens; the widget asks it for them.
const { backend, ...settings } = await (await fetch("backend.json")).json();
const asked = new URLSearchParams(location.search); // ?role=agent, ?fault=429@3, ?lives_s=20, ?lang=id

async function tokenFor(role) {
  const login = { role, lives_s: Number(asked.get("lives_s") ?? 300) };
  const answer = await fetch(`${backend}/demo/token`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(login) });
  return (await answer.json()).token;
}

const fault = asked.has("fault") ? `/${asked.get("fault")}` : "";
document.querySelector("session-analytics").config = {
  ...settings,
  ...(asked.has("lang") && { lang: asked.get("lang") }),
  // All that was ever stored: a first session is first only if it is known that none came before.
  source: { url: `${backend}/events${fault}?limit=10000`, poll_s: 5 },
  token: () => tokenFor(asked.get("role") ?? "admin"),
};

// What a helpdesk does all day: an event is stored, and the figures follow at the next poll.
document.querySelector("#write").addEventListener("click", async () => {
  const id = crypto.randomUUID();
  const message = { type: "message", id, at: new Date().toISOString(), conversation_id: id, customer_id: id, channel: "live_chat", from: "customer", text: "Hello!" };
  const headers = { authorization: `Bearer ${await tokenFor("writer")}` };
  const answer = await fetch(`${backend}/events`, { method: "POST", headers, body: JSON.stringify(message) });
  document.querySelector("#written").textContent = answer.ok ? "Stored." : `Not stored (status ${answer.status}).`;
});
