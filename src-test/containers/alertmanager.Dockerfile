# Stands in for prom/alertmanager: Debian's own build, with amtool beside it.
ARG BASE
FROM $BASE
RUN apt-get update && apt-get install -y --no-install-recommends prometheus-alertmanager \
    && ln -s prometheus-alertmanager /usr/bin/alertmanager && rm -rf /var/lib/apt/lists/*
USER nobody
WORKDIR /tmp
EXPOSE 9093
ENTRYPOINT ["/usr/bin/alertmanager"]
CMD ["--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/tmp/alertmanager"]
