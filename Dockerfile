# A relay in a container. Needs the archive that ./dist makes:
#   ./dist && docker build -t bambusa . && docker run -p 2020:2020 -p 2022:2022/udp -v bambusa:/data bambusa
# The base image has no shell and no Java; the archive brings the parts of Java that the relay needs.
FROM debian:bookworm-slim AS unpacked
ARG ARCHIVE=target/dist/bambusa-*-linux-*.tar.gz
COPY ${ARCHIVE} /tmp/
# The archive of classes saves a second of starting and would take a third of the image.
RUN mkdir -p /opt /made/lib /made/data \
 && tar -xzf /tmp/bambusa-*.tar.gz -C /opt && mv /opt/bambusa-* /opt/bambusa \
 && rm /opt/bambusa/lib/bambusa-relay.jsa \
 && apt-get update && apt-get install -y --no-install-recommends zlib1g \
 && cp -L /lib/*-linux-gnu/libz.so.1 /made/lib/

FROM gcr.io/distroless/base-nossl-debian12:nonroot
COPY --from=unpacked /opt/bambusa /opt/bambusa
COPY --from=unpacked /made/lib/libz.so.1 /opt/bambusa/runtime/lib/
COPY --from=unpacked --chown=nonroot:nonroot /made/data /data
ENV BAMBUSA_DATA=/data LD_LIBRARY_PATH=/opt/bambusa/runtime/lib
VOLUME /data
EXPOSE 2020/tcp 2022/udp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=20s --start-period=20s \
  CMD ["/opt/bambusa/runtime/bin/java", "@/opt/bambusa/lib/relay.jvm", "-jar", "/opt/bambusa/lib/bambusa-relay.jar", "doctor", "http://localhost:2020"]
ENTRYPOINT ["/opt/bambusa/runtime/bin/java", "@/opt/bambusa/lib/relay.jvm", "-jar", "/opt/bambusa/lib/bambusa-relay.jar"]
