// Shows beside the logs what could be dropped, once there is no more room for what comes.

/** Listens to a leecher that is not open yet. */
export function showRoom(leecher) {
  const card = document.getElementById("room-card");
  leecher.addEventListener("status", async ({ detail: { full } }) => {
    if (card.hidden === full) {
      card.hidden = !full;
      const { showDroppable } = await import("/leecher/element.js");
      await showDroppable(leecher, document.getElementById("room"), document.getElementById("browse-title"));
    }
  });
}
