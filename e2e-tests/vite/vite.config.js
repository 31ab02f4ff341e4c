export default {
  worker: { format: "es" },
  optimizeDeps: { exclude: ["bambusa-leecher"] },
};
