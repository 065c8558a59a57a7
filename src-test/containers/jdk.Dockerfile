# What the agent's image is built in: what deploy/Dockerfile would fetch into a Debian each time, fetched once.
ARG BASE
FROM $BASE
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-25-jdk-headless binutils && rm -rf /var/lib/apt/lists/*
